# cmake -DNPM=... -DNODE=... -DFROM=FOLDER -DTO=FOLDER -DWEB=AUTO|ON -P build.cmake: builds the page of FROM below TO
# and writes TO/embedded/assets.S and assets_table.cpp. Without its modules (no registry) AUTO embeds no page and
# says so, ON fails. A page that does not type-check, or is beyond its budgets, fails in either case.
file(COPY ${FROM}/src ${FROM}/public ${FROM}/index.html ${FROM}/vite.config.js ${FROM}/tsconfig.json ${FROM}/embed.mjs
     DESTINATION ${TO})
execute_process(COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DFROM=${FROM} -DTO=${TO} -P ${FROM}/npm_ci.cmake
                ERROR_VARIABLE said)
if(NOT EXISTS ${TO}/installed)
  if(WEB STREQUAL "ON")
    message(FATAL_ERROR "the page cannot be built: ${said}")
  endif()
  message("trawl-httpd is built without its page: ${said}")
  file(MAKE_DIRECTORY ${TO}/embedded)
  file(WRITE ${TO}/embedded/assets.S "")
  file(COPY_FILE ${FROM}/../no_assets.cpp ${TO}/embedded/assets_table.cpp)
  return()
endif()

function(step)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${TO} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    message(FATAL_ERROR "the page cannot be built:\n${said}")
  endif()
endfunction()

step(${NODE} node_modules/typescript/bin/tsc --noEmit)
step(${NODE} node_modules/vite/bin/vite.js build --logLevel error --emptyOutDir)
step(${NODE} embed.mjs ${TO}/dist ${TO}/embedded)
