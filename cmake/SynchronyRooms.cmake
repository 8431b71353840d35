# synchrony_library(room SOURCES a.cpp ... LINKS external ...)
#   One target a room, `synchrony::<room>`; the rooms it links are read from rooms.txt, so that a
#   dependency that the design does not allow cannot even be linked.
# synchrony_test(room SOURCES a_test.cpp ... LINKS ...)
#   One GoogleTest program a room, its cases listed one by one in CTest.
# synchrony_precompile(target PRIVATE header ... | REUSE_FROM other)
#   Headers that most files of a target read are compiled once for it; every file still includes what it uses.
set(SYNCHRONY_ROOMS_FILE ${CMAKE_CURRENT_LIST_DIR}/rooms.txt)

function(synchrony_allowed_rooms room out)
  file(STRINGS ${SYNCHRONY_ROOMS_FILE} lines REGEX "^[a-z]+:")
  foreach(line IN LISTS lines)
    if(line MATCHES "^${room}:(.*)$")
      separate_arguments(rooms UNIX_COMMAND "${CMAKE_MATCH_1}")
      set(${out} ${rooms} PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "Room '${room}' is not listed in cmake/rooms.txt")
endfunction()

function(synchrony_library room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  synchrony_allowed_rooms(${room} rooms)
  if(ARG_SOURCES)
    add_library(synchrony_${room} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(synchrony_${room} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(synchrony::${room} ALIAS synchrony_${room})
  target_include_directories(synchrony_${room} ${scope}
    $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  foreach(other IN LISTS rooms)
    target_link_libraries(synchrony_${room} ${scope} synchrony_${other})
  endforeach()
  target_link_libraries(synchrony_${room} ${scope} ${ARG_LINKS})
  if(ARG_SOURCES)
    target_link_libraries(synchrony_${room} PRIVATE synchrony_warnings ${ARG_PRIVATE_LINKS})
    target_include_directories(synchrony_${room} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  endif()
endfunction()

function(synchrony_precompile target)
  target_precompile_headers(${target} ${ARGN})
  # GCC 12 forgets of a precompiled standard header that it is the system's, and prints its false alarms there.
  target_compile_options(${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-array-bounds>")
  if(CCACHE)
    # ccache keeps objects made with a precompiled header only when told that this is safe.
    set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
  endif()
endfunction()

function(synchrony_test room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  set(name test_${room})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} synchrony_warnings GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE SYNCHRONY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  synchrony_precompile(${name} REUSE_FROM synchrony_test_headers)
  gtest_discover_tests(${name} TEST_PREFIX "${room}/" DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT 300)
endfunction()
