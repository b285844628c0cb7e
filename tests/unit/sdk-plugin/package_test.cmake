# Installs the component `sdk` of BUILD, builds the project in SOURCE against it with g++, and asks WORKER
# what came out.
file(REMOVE_RECURSE ${WORK})
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --component sdk --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/prefix
    -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++)
run(${CMAKE_COMMAND} --build ${WORK}/build)
foreach(plugin shop plain)
  run(${WORKER} --probe ${WORK}/build/${plugin}.so)
  if(NOT output MATCHES "\"id\":\"${plugin}\"")
    message(FATAL_ERROR "${plugin}.so says of itself: ${output}")
  endif()
endforeach()
