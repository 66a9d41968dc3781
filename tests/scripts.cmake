# Script tests: each tests/scripts/NAME.sh is one test; it is given the built program and skips by status 77.
if(TARGET runbook)
  file(GLOB script_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scripts/*.sh)
  foreach(script ${script_tests})
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME scripts/${name} COMMAND bash ${script} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(scripts/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
      ENVIRONMENT "RUNBOOK_BIN=$<TARGET_FILE:runbook>;TEST_TOOLS=${test_tools}")
  endforeach()
endif()
