# cmake --install: the program, its pages for `man`, completions where each shell looks for them, schemas and snippets for editors, the shipped runbooks to
# look at, what it is made of, and its licence. tests/scripts/install.sh holds the list.
include(GNUInstallDirs)
if(TARGET runbook)
  # Whatever the umask of who installs.
  set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  install(TARGETS runbook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
  # Where Debian's tools look for them.
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/copyright CONTENT "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: runbook

Files: *
Copyright: ${RUNBOOK_YEAR} the authors of runbook
License: Apache-2.0
 On Debian systems the whole text of the licence is in /usr/share/common-licenses/Apache-2.0; it is in LICENSE beside this file too.
" @ONLY)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/changelog CONTENT "runbook (${PROJECT_VERSION}) unstable; urgency=medium

  * What is new in this version stands in CHANGELOG.md beside this file.

 -- The runbook maintainers <maintainers@runbook.invalid>  ${RUNBOOK_DATE_MAIL}
" @ONLY)
  execute_process(COMMAND gzip -9nkf ${PROJECT_BINARY_DIR}/changelog COMMAND_ERROR_IS_FATAL ANY)
  install(FILES ${PROJECT_BINARY_DIR}/copyright ${PROJECT_BINARY_DIR}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
  install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/runbook/schemas)
  install(DIRECTORY runbooks/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

  # What is built for another machine has to be run by something.
  if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
    set(pages ${PROJECT_BINARY_DIR}/pages)
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/make_pages.cmake CONTENT "set(PROGRAM \"${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:runbook>\")
set(TO \"${pages}\")
include(\"${PROJECT_SOURCE_DIR}/cmake/pages.cmake\")
")
    add_custom_command(OUTPUT ${pages}/made
      COMMAND ${CMAKE_COMMAND} -P ${PROJECT_BINARY_DIR}/make_pages.cmake
      DEPENDS runbook ${PROJECT_SOURCE_DIR}/cmake/pages.cmake VERBATIM)
    add_custom_target(pages ALL DEPENDS ${pages}/made)
    # Where the program alone was built, or anew.
    install(CODE "if(\"$<TARGET_FILE:runbook>\" IS_NEWER_THAN \"${pages}/made\")
  include(\"${PROJECT_BINARY_DIR}/make_pages.cmake\")
endif()")
    install(DIRECTORY ${pages}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(DIRECTORY ${pages}/share/ DESTINATION ${CMAKE_INSTALL_DATADIR})
  endif()
  install(FILES ${PROJECT_BINARY_DIR}/runbook.spdx.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
