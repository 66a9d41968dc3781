# runbook.spdx.json (SPDX 2.3): what the program is linked with, and what it loads when it is first needed, as this machine has it.
# The same sources and libraries give the same bytes: its date is that of the commit.
# `packageFileName` is the file that is loaded, or the one that was linked with.
set(of_late "")
foreach(row ${late_rows})
  string(REGEX MATCH "^LIBRARY\\(([A-Z]+), [a-z]+, \"([^\"]+)\"" _ "${row}")
  list(APPEND of_late ${CMAKE_MATCH_1})
  set(file_of_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
endforeach()
set(of_linking ${RUNBOOK_LIBRARIES})
# The C library has no row there, since nobody has to ask for it.
execute_process(COMMAND getconf GNU_LIBC_VERSION OUTPUT_VARIABLE libc OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(libc MATCHES "^glibc (.+)$" AND NOT CMAKE_CROSSCOMPILING)
  set(LIBC_VERSION ${CMAKE_MATCH_1})
  set(file_of_LIBC libc.so.6)
  list(APPEND of_linking "LIBC|glibc|LGPL-2.1-or-later")
endif()

set(packages "")
set(relations "    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-runbook\"}")
foreach(row ${of_linking})
  string(REGEX MATCH "^([^|]+)\\|([^|]+)\\|(.+)$" _ "${row}")
  set(id ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  set(licence ${CMAKE_MATCH_3})
  if(NOT file_of_${id})
    list(GET ${id}_LINK_LIBRARIES 0 file)
    file(REAL_PATH "${file}" file)
    get_filename_component(file_of_${id} "${file}" NAME)
  endif()
  string(APPEND packages ",
    {\"SPDXID\": \"SPDXRef-${name}\", \"name\": \"${name}\", \"versionInfo\": \"${${id}_VERSION}\", \"packageFileName\": \"${file_of_${id}}\", \"downloadLocation\": \"NOASSERTION\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"${licence}\", \"licenseDeclared\": \"${licence}\", \"copyrightText\": \"NOASSERTION\"}")
  if(id IN_LIST of_late)
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-${name}\", \"relationshipType\": \"RUNTIME_DEPENDENCY_OF\", \"relatedSpdxElement\": \"SPDXRef-runbook\"}")
  else()
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-runbook\", \"relationshipType\": \"DYNAMIC_LINK\", \"relatedSpdxElement\": \"SPDXRef-${name}\"}")
  endif()
endforeach()

set(head "  \"spdxVersion\": \"SPDX-2.3\",
  \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"runbook-${PROJECT_VERSION}\",
  \"creationInfo\": {\"created\": \"${RUNBOOK_DATE_ISO}\", \"creators\": [\"Tool: runbook-${PROJECT_VERSION} cmake/sbom.cmake\"]},")
set(body "  \"packages\": [
    {\"SPDXID\": \"SPDXRef-runbook\", \"name\": \"runbook\", \"versionInfo\": \"${PROJECT_VERSION}\", \"downloadLocation\": \"NOASSERTION\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"Apache-2.0\", \"licenseDeclared\": \"Apache-2.0\", \"copyrightText\": \"NOASSERTION\"}${packages}
  ],
  \"relationships\": [
${relations}
  ]")
string(SHA256 digest "${head}${body}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/runbook.spdx.json
  CONTENT "{\n${head}\n  \"documentNamespace\": \"https://spdx.org/spdxdocs/runbook-${PROJECT_VERSION}-${digest}\",\n${body}\n}\n" @ONLY)
