# trawl_add_plugin_test(NAME FOLDER... [CHECK CONFIG] [LIBRARY FILE]): a test of ctest for each folder, named
# NAME.FOLDER, that replays its recording with the plugin that trawl_add_plugin(NAME ...) builds and compares
# the items (trawl-plugin test). A folder is a test, or holds tests.
# CHECK: one more test, NAME.check, holds the plugin to trawl's rules (trawl-plugin check) with the one platform
# of that trawl.yaml and the recording in the first folder.
# LIBRARY: the plugin's file, when something else than trawl_add_plugin() makes it.
# Offline. Relative paths are in the current source folder, and so are those in configurations.
function(trawl_add_plugin_test name)
  cmake_parse_arguments(arg "" "CHECK;LIBRARY" "" ${ARGN})
  set(folders ${arg_UNPARSED_ARGUMENTS})
  if(NOT folders)
    message(FATAL_ERROR "trawl_add_plugin_test(${name}): name the test's folder")
  endif()
  if(NOT arg_LIBRARY)
    set(arg_LIBRARY $<TARGET_FILE:trawl-plugin-${name}>)
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
  set(tests "")
  foreach(folder ${folders})
    get_filename_component(path ${folder} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    if(NOT IS_DIRECTORY ${path})
      message(FATAL_ERROR "trawl_add_plugin_test(${name}): there is no folder ${path}")
    endif()
    file(RELATIVE_PATH short ${CMAKE_CURRENT_SOURCE_DIR} ${path})
    add_test(NAME ${name}.${short} COMMAND ${tool} test ${path} --library ${arg_LIBRARY}
             WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND tests ${name}.${short})
  endforeach()
  if(arg_CHECK)
    list(GET folders 0 recording)
    add_test(NAME ${name}.check
             COMMAND ${tool} check ${arg_LIBRARY} -c ${arg_CHECK} --cassette ${recording} --only-failed
             WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND tests ${name}.check)
  endif()
  set_tests_properties(${tests} PROPERTIES TIMEOUT 300 LABELS plugin)
endfunction()
