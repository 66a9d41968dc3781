# docs/ARCHITECTURE.md says why each is there.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
# The name in CMake, that of pkg-config, and the licence (SPDX); runbook.spdx.json tells of all (cmake/sbom.cmake).
set(RUNBOOK_LIBRARIES
  "YAML|yaml-0.1|MIT"
  "CURL|libcurl|curl"
  "PSL|libpsl|MIT"
  "ZLIB|zlib|Zlib"
  "PCRE2|libpcre2-8|BSD-3-Clause"
  "PQ|libpq|PostgreSQL"
  "MARIADB|libmariadb|LGPL-2.1-or-later"
  "SQLITE|sqlite3|blessing"
  "ODBC|odbc|LGPL-2.1-or-later"
  "SSL|libssl|Apache-2.0"
  "CRYPTO|libcrypto|Apache-2.0"
  "XML|libxml-2.0|MIT"
  "CMARK|libcmark|BSD-2-Clause"
  "UTF8PROC|libutf8proc|MIT"
  "GMP|gmp|LGPL-3.0-or-later OR GPL-2.0-or-later"
  "EDIT|libedit|BSD-3-Clause")
foreach(row ${RUNBOOK_LIBRARIES})
  string(REGEX MATCH "^([^|]+)\\|([^|]+)\\|" _ "${row}")
  pkg_check_modules(${CMAKE_MATCH_1} REQUIRED IMPORTED_TARGET ${CMAKE_MATCH_2})
endforeach()

# The libraries that only some steps need are loaded when they are first used, so that the program starts without them
# (interp/late). Only their headers are needed to build it: late_NAME.
set(LATE_NAMES ${PROJECT_BINARY_DIR}/generated)
include(cmake/late_names.cmake)
file(STRINGS interp/late/libraries.def late_rows REGEX "^LIBRARY\\(")
file(GLOB late_tables interp/late/*.def)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${late_tables})
add_library(late_headers INTERFACE)
target_include_directories(late_headers INTERFACE ${LATE_NAMES})
foreach(row ${late_rows})
  string(REGEX MATCH "^LIBRARY\\(([A-Z]+), [a-z]+, \"([^\"]+)\"" row ${row})
  set(package ${CMAKE_MATCH_1})
  set(soname ${CMAKE_MATCH_2})
  target_include_directories(late_headers SYSTEM INTERFACE $<TARGET_PROPERTY:PkgConfig::${package},INTERFACE_INCLUDE_DIRECTORIES>)
  # Headers of one version and the functions of another would not be noticed before they meet.
  list(GET ${package}_LINK_LIBRARIES 0 library)
  file(REAL_PATH "${library}" library)
  get_filename_component(library "${library}" NAME)
  string(FIND "${library}." "${soname}." at)
  if(NOT at EQUAL 0)
    message(FATAL_ERROR "the headers belong to ${library}, but interp/late/libraries.def says ${soname}")
  endif()
endforeach()
