# What is made tells one date, that of the commit, so that the same sources give the same bytes: RUNBOOK_EPOCH, and RUNBOOK_DATE, RUNBOOK_DATE_ISO,
# RUNBOOK_DATE_MAIL and RUNBOOK_YEAR from it.
set(RUNBOOK_EPOCH "$ENV{SOURCE_DATE_EPOCH}")
if(NOT RUNBOOK_EPOCH)
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE RUNBOOK_EPOCH OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT RUNBOOK_EPOCH)
  set(RUNBOOK_EPOCH 0) # sources without a commit and without a date
endif()
# In a process of its own, since the date of this one is the build's.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/date.cmake CONTENT [[
foreach(form "%Y-%m-%dT%H:%M:%SZ" "%a, %d %b %Y %H:%M:%S +0000" "%Y" "%Y-%m-%d")
  string(TIMESTAMP date "${form}" UTC)
  list(APPEND dates "${date}")
endforeach()
message("${dates}")
]] @ONLY)
execute_process(COMMAND ${CMAKE_COMMAND} -E env SOURCE_DATE_EPOCH=${RUNBOOK_EPOCH} ${CMAKE_COMMAND} -P ${PROJECT_BINARY_DIR}/date.cmake
  ERROR_VARIABLE dates ERROR_STRIP_TRAILING_WHITESPACE)
list(GET dates 0 RUNBOOK_DATE_ISO)
list(GET dates 1 RUNBOOK_DATE_MAIL)
list(GET dates 2 RUNBOOK_YEAR)
list(GET dates 3 RUNBOOK_DATE)
