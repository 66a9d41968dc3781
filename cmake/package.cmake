# cpack: a .deb, a .rpm, and a tarball with a tree that may lie anywhere. The same sources give the same bytes: times are the commit's, names
# and folders of the machine are in none of it. tools/package makes them, tests/scripts/package.sh looks into them.
set(CPACK_PACKAGE_NAME runbook)
set(CPACK_PACKAGE_VENDOR runbook)
set(CPACK_PACKAGE_CONTACT "The runbook maintainers <maintainers@runbook.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "operational procedures that run, and say GO only on evidence")
set(CPACK_PACKAGE_DESCRIPTION "A runbook is a YAML file: requests with what they must answer,\nstatements with what they must find, commands, and questions to a person.\nIt is run step by step, ends with a verdict, and leaves a journal that an\nauditor can trust.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_VERBATIM_VARIABLES ON)
string(TOLOWER "${PROJECT_NAME}-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" CPACK_PACKAGE_FILE_NAME)
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_CMAKE_BUILD_TYPE ${CMAKE_BUILD_TYPE})
set(CPACK_THREADS 1) # several would compress into other bytes
# Of the whole build only what is installed is made.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})

# What is loaded when it is first needed is in no table of the program: requests want theirs, databases and the rest may be left out.
set(wanted "")
set(welcome "")
set(wanted_files "")
set(welcome_files "")
foreach(row ${late_rows})
  string(REGEX MATCH "^LIBRARY\\(([A-Z]+), [a-z]+, \"([^\"]+)\", \"([^\"]+)\"" _ "${row}")
  set(id ${CMAKE_MATCH_1})
  set(file "${CMAKE_MATCH_2}()(64bit)")
  set(package ${CMAKE_MATCH_3})
  set(kind welcome)
  if(id MATCHES "^(CURL|SSL|CRYPTO)$")
    set(kind wanted)
  endif()
  list(APPEND ${kind} ${package})
  list(APPEND ${kind}_files "${file}")
endforeach()
foreach(list wanted welcome wanted_files welcome_files)
  list(REMOVE_DUPLICATES ${list})
  list(JOIN ${list} ", " ${list})
endforeach()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${wanted}, ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "${welcome}")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE Apache-2.0)
set(CPACK_RPM_PACKAGE_REQUIRES "${wanted_files}, ca-certificates, tzdata")
set(CPACK_RPM_PACKAGE_GROUP "Applications/System")
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
# CPack has no words for what is recommended.
set(CPACK_RPM_SPEC_MORE_DEFINE "Recommends: ${welcome_files}
%define _buildhost reproducible
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _build_id_links none")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/share/man /usr/share/man/man1 /usr/share/man/man5 /usr/share/bash-completion /usr/share/bash-completion/completions
  /usr/share/fish /usr/share/fish/vendor_completions.d /usr/share/zsh /usr/share/zsh/site-functions /usr/share/zsh/vendor-completions)

# Read by cpack itself: the date of the commit, where the caller gives none.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/cpack_date.cmake CONTENT "if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})\n  set(ENV{SOURCE_DATE_EPOCH} ${RUNBOOK_EPOCH})\nendif()\n")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/cpack_date.cmake)
include(CPack)
