# trawl_add_plugin_test(NAME FOLDER...): a test of ctest for each folder, named NAME.FOLDER, that replays its
# recording with the plugin that trawl_add_plugin(NAME ...) builds and compares the items (trawl-plugin test).
# Offline. A folder is a test, or holds tests; relative ones are in the current source folder.
function(trawl_add_plugin_test name)
  if(NOT ARGN)
    message(FATAL_ERROR "trawl_add_plugin_test(${name}): name the test's folder")
  endif()
  if(TARGET trawl-plugin)   # trawl's own build
    set(tool $<TARGET_FILE:trawl-plugin>)
  else()
    find_program(TRAWL_PLUGIN_PROGRAM trawl-plugin HINTS ${TRAWL_SDK_PROGRAMS})
    if(NOT TRAWL_PLUGIN_PROGRAM)
      message(WARNING "trawl-plugin is not installed: the tests of ${name} are left out")
      return()
    endif()
    set(tool ${TRAWL_PLUGIN_PROGRAM})
  endif()
  foreach(folder ${ARGN})
    get_filename_component(path ${folder} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    if(NOT IS_DIRECTORY ${path})
      message(FATAL_ERROR "trawl_add_plugin_test(${name}): there is no folder ${path}")
    endif()
    file(RELATIVE_PATH short ${CMAKE_CURRENT_SOURCE_DIR} ${path})
    add_test(NAME ${name}.${short}
             COMMAND ${tool} test ${path} --library $<TARGET_FILE:trawl-plugin-${name}>)
    set_tests_properties(${name}.${short} PROPERTIES TIMEOUT 300 LABELS plugin)
  endforeach()
endfunction()
