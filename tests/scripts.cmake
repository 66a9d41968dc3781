# Script tests: each tests/scripts/NAME.sh is one test; it is given the built program and skips by status 77.
if(TARGET runbook)
  file(GLOB script_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scripts/*.sh)
  foreach(script ${script_tests})
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME scripts/${name} COMMAND bash ${script} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(scripts/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
      ENVIRONMENT "RUNBOOK_BIN=$<TARGET_FILE:runbook>;TEST_TOOLS=${test_tools}")
  endforeach()
  # These run on all processors by themselves, and some of their situations are about time.
  set_tests_properties(scripts/truth scripts/truth_page PROPERTIES RUN_SERIAL TRUE)
endif()

# The fault matrix: every shipped runbook against the application with one thing broken at a time.
find_program(NODE node)
if(TARGET runbook AND NODE)
  add_test(NAME faults/sqlite COMMAND ${NODE} tests/faults/run WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  add_test(NAME faults/postgres COMMAND ${NODE} tests/faults/run --postgres WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(faults/sqlite faults/postgres PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 1800 PROCESSORS 2
    ENVIRONMENT "RUNBOOK_BIN=$<TARGET_FILE:runbook>")
endif()
