# runbook.spdx.json (SPDX 2.3): what the program is linked with, and what it loads when it is first needed, as this machine has it.
# The same sources and libraries give the same bytes: its date is that of the commit.
set(of_late "")
foreach(row ${late_rows})
  string(REGEX MATCH "^LIBRARY\\(([A-Z]+)," _ "${row}")
  list(APPEND of_late ${CMAKE_MATCH_1})
endforeach()

set(packages "")
set(relations "    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-runbook\"}")
foreach(row ${RUNBOOK_LIBRARIES})
  string(REGEX MATCH "^([^|]+)\\|([^|]+)\\|(.+)$" _ "${row}")
  set(id ${CMAKE_MATCH_1})
  set(name ${CMAKE_MATCH_2})
  set(licence ${CMAKE_MATCH_3})
  string(APPEND packages ",
    {\"SPDXID\": \"SPDXRef-${name}\", \"name\": \"${name}\", \"versionInfo\": \"${${id}_VERSION}\", \"downloadLocation\": \"NOASSERTION\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"${licence}\", \"licenseDeclared\": \"${licence}\", \"copyrightText\": \"NOASSERTION\"}")
  if(id IN_LIST of_late)
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-${name}\", \"relationshipType\": \"RUNTIME_DEPENDENCY_OF\", \"relatedSpdxElement\": \"SPDXRef-runbook\"}")
  else()
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-runbook\", \"relationshipType\": \"DYNAMIC_LINK\", \"relatedSpdxElement\": \"SPDXRef-${name}\"}")
  endif()
endforeach()

set(RUNBOOK_EPOCH "$ENV{SOURCE_DATE_EPOCH}")
if(NOT RUNBOOK_EPOCH)
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE RUNBOOK_EPOCH OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT RUNBOOK_EPOCH)
  set(RUNBOOK_EPOCH 0) # sources without a commit and without a date
endif()
# In a process of its own, since the date of this one is the build's.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/date.cmake CONTENT "string(TIMESTAMP now \"%Y-%m-%dT%H:%M:%SZ\" UTC)\nmessage(\"\${now}\")\n" @ONLY)
execute_process(COMMAND ${CMAKE_COMMAND} -E env SOURCE_DATE_EPOCH=${RUNBOOK_EPOCH} ${CMAKE_COMMAND} -P ${PROJECT_BINARY_DIR}/date.cmake
  ERROR_VARIABLE created ERROR_STRIP_TRAILING_WHITESPACE)

set(head "  \"spdxVersion\": \"SPDX-2.3\",
  \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"runbook-${PROJECT_VERSION}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Tool: runbook-${PROJECT_VERSION} cmake/sbom.cmake\"]},")
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
