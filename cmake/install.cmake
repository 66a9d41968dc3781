# cmake --install: the program and its licence. Man pages go to ${CMAKE_INSTALL_MANDIR}/man1 and completions to where each shell looks for
# them; both belong here, beside the program, so that one list says what a package holds. tests/scripts/install.sh holds that list.
include(GNUInstallDirs)
if(TARGET runbook)
  install(TARGETS runbook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
