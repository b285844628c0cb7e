# trawl_sdk_component(NAME [NEEDS component...] [PACKAGES package...] [PKGCONFIG NAME=module...]): makes the target
# trawl-sdk-NAME a component of the SDK, linked as trawl-sdk::NAME here and, after
# find_package(trawl-sdk COMPONENTS NAME), elsewhere. Whoever links it must find what it is built on: other
# components, CMake packages, and modules of pkg-config (as PkgConfig::NAME).
function(trawl_sdk_component name)
  cmake_parse_arguments(arg "" "" "NEEDS;PACKAGES;PKGCONFIG" ${ARGN})
  if(NOT TARGET trawl-sdk::${name})
    add_library(trawl-sdk::${name} ALIAS trawl-sdk-${name})
  endif()
  set_target_properties(trawl-sdk-${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS trawl-sdk-${name} EXPORT trawl-sdk-${name}
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sdk)
  install(EXPORT trawl-sdk-${name} FILE trawl-sdk-${name}-targets.cmake NAMESPACE trawl-sdk::
          DESTINATION ${TRAWL_SDK_PACKAGE_DIR} COMPONENT sdk)

  set(lines "include_guard()\n")
  foreach(component ${arg_NEEDS})
    string(APPEND lines "include(\${CMAKE_CURRENT_LIST_DIR}/trawl-sdk-${component}.cmake)\n")
  endforeach()
  foreach(package ${arg_PACKAGES})
    string(APPEND lines "find_dependency(${package})\n")
  endforeach()
  foreach(pair ${arg_PKGCONFIG})
    string(REPLACE = " REQUIRED IMPORTED_TARGET " module ${pair})
    string(APPEND lines "find_dependency(PkgConfig)\npkg_check_modules(${module})\n")
  endforeach()
  string(APPEND lines "include(\${CMAKE_CURRENT_LIST_DIR}/trawl-sdk-${name}-targets.cmake)\n")
  set(file ${CMAKE_CURRENT_BINARY_DIR}/trawl-sdk-${name}.cmake)
  file(WRITE ${file} "${lines}")
  install(FILES ${file} DESTINATION ${TRAWL_SDK_PACKAGE_DIR} COMPONENT sdk)
endfunction()
