# Script tests: each tests/scripts/NAME.sh is a test of the program of this tree, scripts/NAME, and one of the program as it is released,
# release/NAME. It is given the program, and the tools beside it, and skips by status 77.
# Beside this tree.
get_filename_component(optimised ${CMAKE_BINARY_DIR}/../optimised ABSOLUTE)
# NAME=why a second time shows nothing
set(not_of_the_release
  "narrow_machine=it is about the build, not about a program"
  "layers=it is about the sources, not about a program"
  "named_things=it is about pages and comments, not about a program"
  "coverage=it is about a page and the runbooks, not about a program"
  "curl_arguments=it is about the sources, not about a program"
  "test_tool=it is about tools/test, not about a program"
  "import_bombs=it runs on the release already, since a sanitizer has memory of its own"
  "run_canary=it runs on the release already, since it starts the program a thousand times"
  "run_forged=it runs on the release already, since it starts the program a few thousand times"
  "run_mutated=it runs on the release already, since it starts the program hundreds of times"
  "run_resumed=it runs on the release already, since it starts the program hundreds of times"
  "generated=the tables are the same, and what they say does not depend on how they were compiled"
  "hints=it runs on the release already, since it starts the program a few thousand times"
  "truth_page=it runs situations of truth again, and holds a page against them"
  "package=it packs the release already"
  "widths=what it prints does not depend on how it was compiled"
  "completion=what it prints does not depend on how it was compiled"
  "editors=what it prints does not depend on how it was compiled"
  "man_pages=what it prints does not depend on how it was compiled"
  "terminal=the night has it, in the locale C too"
  # These take long, and what they hold does not depend on how the program was compiled: `tools/torture release` has them.
  "truth=the night has it"
  "shown=the night has it"
  "ci=the night has it"
  "run_killed_statement=the night has it"
  "run_shared_lock=the night has it"
  "report_targets=the night has it"
  "report_pages=what the pages say does not depend on how it was compiled"
  "html_report=the night has it"
  "html_history=the night has it"
  "tutorial_verdaccio=the night has it"
  "run_words=the night has it"
  "several=the night has it"
  "events=the night has it"
  "stopping=the night has it")
foreach(pair ${not_of_the_release})
  string(REGEX REPLACE "=.*" "" name ${pair})
  list(APPEND left_out ${name})
endforeach()

# To look for leaks at a program's end costs a third of its time, and scripts start it tens of thousands of times. The unit tests look for
# them, and of the scripts those that between them go through every command and every kind of runbook.
set(of_leaks cases golden language guide sessions resume_kept history)

function(script_test kind name program tools)
  add_test(NAME ${kind}/${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/in_room bash ${CMAKE_CURRENT_SOURCE_DIR}/scripts/${name}.sh
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${kind}/${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
    ENVIRONMENT "${test_environment};RUNBOOK_BIN=${program};TEST_TOOLS=${tools};RUNBOOK_RELEASE_BIN=${optimised}/runbook")
  if(kind STREQUAL "scripts" AND NOT name IN_LIST of_leaks)
    set_property(TEST ${kind}/${name} APPEND PROPERTY ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
  endif()
  # These run on all processors by themselves, and some of their situations are about time.
  if(name MATCHES "^truth")
    set_tests_properties(${kind}/${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()

# What depends on the locale of whoever starts the program, once more in that of a bare container or a cron job: how programs print
# letters, what a terminal is taken for, what is read and written beside the program.
set(of_the_locale golden printed_secrets prompt)

if(TARGET runbook)
  file(GLOB script_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/scripts/*.sh)
  foreach(script ${script_tests})
    get_filename_component(name ${script} NAME_WE)
    script_test(scripts ${name} $<TARGET_FILE:runbook> ${test_tools})
    if(NOT name IN_LIST left_out AND NOT CMAKE_BINARY_DIR STREQUAL optimised)
      script_test(release ${name} ${optimised}/runbook ${optimised}/tests/tools)
    endif()
    if(name IN_LIST of_the_locale AND NOT CMAKE_BINARY_DIR STREQUAL optimised)
      script_test(c_locale ${name} ${optimised}/runbook ${optimised}/tests/tools)
      set_property(TEST c_locale/${name} APPEND PROPERTY ENVIRONMENT "LC_ALL=C;LANG=C")
    endif()
  endforeach()
endif()

# The fault matrix: every shipped runbook against the application with one thing broken at a time.
find_program(NODE node)
if(TARGET runbook AND NODE)
  # Every third fault; tools/torture has all, and asks of each expectation whether a fault turns it.
  add_test(NAME faults/sqlite COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/in_room ${NODE} tests/faults/run --every 3 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  add_test(NAME faults/postgres COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/in_room ${NODE} tests/faults/run --postgres --every 20 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  # A few lines of the application changed, each noticed by a runbook; tools/torture changes two hundred.
  add_test(NAME faults/mutate COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/in_room ${NODE} tests/faults/mutate --seed 7 --count 8 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(faults/sqlite faults/postgres faults/mutate PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 1800 PROCESSORS 2
    ENVIRONMENT "${test_environment};RUNBOOK_BIN=${optimised}/runbook")
endif()

# A minute of what tools/torture does for hours: kills, failing calls, clocks, and what became of each effect (docs/RELIABILITY.md).
find_program(PYTHON3 python3)
if(TARGET runbook AND PYTHON3)
  foreach(part self-test quick)
    add_test(NAME reliability/${part} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/tools/in_room ${PYTHON3} tests/reliability/run --${part}
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(reliability/${part} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900 PROCESSORS 2
      ENVIRONMENT "RUNBOOK_BIN=${optimised}/runbook;TEST_TOOLS=${test_tools}")
  endforeach()
endif()
