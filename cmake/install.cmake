# cmake --install: the program, its pages for `man`, completions where each shell looks for them, schemas for editors, the shipped runbooks to
# look at, what it is made of, and its licence. tests/scripts/install.sh holds the list.
include(GNUInstallDirs)
if(TARGET runbook)
  # Whatever the umask of who installs.
  set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  install(TARGETS runbook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
  # Where Debian's tools look for it.
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/copyright CONTENT "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: runbook

Files: *
Copyright: the authors of runbook
License: Apache-2.0
 On Debian systems the whole text of the licence is in /usr/share/common-licenses/Apache-2.0; it is in LICENSE beside this file too.
" @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
  install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/runbook/schemas)
  install(DIRECTORY runbooks/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

  # What is built for another machine has to be run by something.
  if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
    set(pages ${PROJECT_BINARY_DIR}/pages)
    add_custom_command(OUTPUT ${pages}/made
      COMMAND ${CMAKE_COMMAND} "-DPROGRAM=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:runbook>" -DTO=${pages} -P ${PROJECT_SOURCE_DIR}/cmake/pages.cmake
      COMMAND ${CMAKE_COMMAND} -E touch ${pages}/made
      DEPENDS runbook ${PROJECT_SOURCE_DIR}/cmake/pages.cmake VERBATIM)
    add_custom_target(pages ALL DEPENDS ${pages}/made)
    install(DIRECTORY ${pages}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(DIRECTORY ${pages}/bash-completion ${pages}/fish DESTINATION ${CMAKE_INSTALL_DATADIR})
    install(FILES ${pages}/zsh/vendor-completions/_runbook DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  endif()
  install(FILES ${PROJECT_BINARY_DIR}/runbook.spdx.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
