# trawl_sdk_component(NAME [DEPENDS package...]): makes the target trawl-sdk-NAME a component of the SDK,
# linked as trawl-sdk::NAME here and, after find_package(trawl-sdk COMPONENTS NAME), elsewhere. DEPENDS
# names the CMake packages that whoever links it must find.
function(trawl_sdk_component name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  if(NOT TARGET trawl-sdk::${name})
    add_library(trawl-sdk::${name} ALIAS trawl-sdk-${name})
  endif()
  set_target_properties(trawl-sdk-${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS trawl-sdk-${name} EXPORT trawl-sdk-${name}
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sdk)
  install(EXPORT trawl-sdk-${name} FILE trawl-sdk-${name}.cmake NAMESPACE trawl-sdk::
          DESTINATION ${TRAWL_SDK_PACKAGE_DIR} COMPONENT sdk)
  list(TRANSFORM arg_DEPENDS REPLACE "(.+)" "find_dependency(\\1)\n")
  string(JOIN "" dependencies ${arg_DEPENDS})
  set(file ${CMAKE_CURRENT_BINARY_DIR}/trawl-sdk-${name}-dependencies.cmake)
  file(CONFIGURE OUTPUT ${file} CONTENT "${dependencies}" @ONLY)
  install(FILES ${file} DESTINATION ${TRAWL_SDK_PACKAGE_DIR} COMPONENT sdk)
endfunction()
