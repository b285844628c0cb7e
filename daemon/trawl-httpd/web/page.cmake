# include()d by the folder above: sets TRAWL_WEB_SOURCES, what a trawl-httpd with its page is linked from. The page is
# built by npm from its lock file; everything npm needs or makes lies below the build folder.
set(TRAWL_WEB AUTO CACHE STRING "Build the web page: AUTO (when npm and its registry are there), ON, or OFF")
set_property(CACHE TRAWL_WEB PROPERTY STRINGS AUTO ON OFF)
find_program(TRAWL_NPM npm)
find_program(TRAWL_NODE NAMES node nodejs)

set(web ${CMAKE_CURRENT_LIST_DIR})
if(NOT TRAWL_WEB STREQUAL "OFF" AND TRAWL_NPM AND TRAWL_NODE)
  enable_language(ASM)
  set(to ${CMAKE_CURRENT_BINARY_DIR}/web)
  set(TRAWL_WEB_SOURCES ${to}/embedded/assets.S ${to}/embedded/assets_table.cpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/* ${web}/public/*)
  set(needed index.html vite.config.js tsconfig.json package.json package-lock.json embed.mjs build.cmake npm_ci.cmake)
  list(TRANSFORM needed PREPEND ${web}/)
  add_custom_command(OUTPUT ${TRAWL_WEB_SOURCES}
    COMMAND ${CMAKE_COMMAND} -DNPM=${TRAWL_NPM} -DNODE=${TRAWL_NODE} -DFROM=${web} -DTO=${to} -DWEB=${TRAWL_WEB}
            -P ${web}/build.cmake
    DEPENDS ${sources} ${needed} COMMENT "Building the web page" VERBATIM)
elseif(TRAWL_WEB STREQUAL "ON")
  message(FATAL_ERROR "TRAWL_WEB=ON needs npm and node: apt-get install npm")
else()
  message(STATUS "trawl-httpd is built without its page (TRAWL_WEB=${TRAWL_WEB}, npm: ${TRAWL_NPM})")
  set(TRAWL_WEB_SOURCES ${web}/../no_assets.cpp)
endif()
