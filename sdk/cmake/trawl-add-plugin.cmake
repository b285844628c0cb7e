# trawl_add_plugin(NAME sources... [LINKS libraries...]): a plugin library NAME.so from the target
# trawl-plugin-NAME. Exports nothing but trawl_module_v*, has no undefined symbols, and lands in
# TRAWL_PLUGIN_OUTPUT_DIRECTORY when that is set.
function(trawl_add_plugin name)
  cmake_parse_arguments(arg "" "" "LINKS" ${ARGN})
  set(target trawl-plugin-${name})
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(${target} MODULE ${arg_UNPARSED_ARGUMENTS})
  target_compile_features(${target} PRIVATE c_std_11 cxx_std_17)
  # A unique symbol would bind two libraries in one process to each other.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_libraries(${target} PRIVATE trawl-sdk::core ${arg_LINKS})
  target_link_options(${target} PRIVATE LINKER:--version-script=${exports} LINKER:-z,relro,-z,now)
  if(NOT TRAWL_SANITIZE)   # the sanitizers' runtime is in the program that loads the plugin
    target_link_options(${target} PRIVATE LINKER:-z,defs)
  endif()
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${name} PREFIX "" SUFFIX .so LINK_DEPENDS ${exports}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(TRAWL_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${TRAWL_PLUGIN_OUTPUT_DIRECTORY})
  endif()
  # trawl refuses libraries and folders that others can write, and some umasks let them.
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND chmod go-w $<TARGET_FILE:${target}> $<TARGET_FILE_DIR:${target}> VERBATIM)
endfunction()
