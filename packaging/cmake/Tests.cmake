# tessera_test(name LIBS lib ... SOURCES file ...): a test of the engine, on tests/model/check.h alone.
# tessera_qt_test(name LIBS lib ... SOURCES file ...): a QTest class, run offscreen.
# The thread sanitizer does not see into libgomp's barriers and calls every parallel loop a race.
set(TESSERA_TEST_THREADS 2)
if(TESSERA_SANITIZE MATCHES thread)
  set(TESSERA_TEST_THREADS 1)
endif()

function(tessera_add_test_program name)
  cmake_parse_arguments(TEST "" "" "LIBS;SOURCES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${TEST_LIBS})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=${TESSERA_TEST_THREADS}")
endfunction()

function(tessera_test name)
  tessera_add_test_program(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
  target_precompile_headers(${name} REUSE_FROM tessera_torch_pch)
  target_link_libraries(${name} PRIVATE tessera_test_main)
endfunction()

function(tessera_qt_test name)
  tessera_add_test_program(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE Qt6::Test)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
endfunction()
