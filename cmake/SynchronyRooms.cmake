# synchrony_library(room [COLD] [LINKS external ...] [PRIVATE_LINKS external ...] [GENERATED file ...]
#                   [LOOPS file ... LOOP_OPTIONS option ...])
#   One target a room (COLD: no loop of it is long, so -O1 does, which compiles in half the time), `synchrony::<room>`, of all sources in src/ and one folder below it; the rooms it links are read
#   from rooms.txt, so that a dependency that the design does not allow cannot even be linked. LOOPS: files with options
#   of their own, compiled together and without the precompiled header, which does not fit these.
# synchrony_test(room [TOGETHER | BY_SUITE | SHARED suite ...] [SOURCES a_test.cpp ...] [LINKS ...])
#   One GoogleTest program a room, of all sources beside it unless some are named; its cases listed one by one in CTest,
#   or a test for each suite (BY_SUITE: all, SHARED: these), or one for the program (TOGETHER), where cases share what
#   takes long to make: libtorch loaded, a cohort simulated, a database measured.
# synchrony_precompile(target PRIVATE header ... | REUSE_FROM other)
#   Headers that most files of a target read are compiled once for it; every file still includes what it uses.
# Sources of a target are compiled together (unity builds) where the option SYNCHRONY_UNITY is on: names in anonymous
# namespaces differ within a room for that. scripts/check.sh compiles every file alone too.
set(SYNCHRONY_ROOMS_FILE ${CMAKE_CURRENT_LIST_DIR}/rooms.txt)
set(SYNCHRONY_PRECOMPILED_DIR ${CMAKE_CURRENT_LIST_DIR}/precompiled)

option(SYNCHRONY_UNITY "Compile the sources of a room together" ON)
set(CMAKE_UNITY_BUILD ${SYNCHRONY_UNITY})
# A room in one piece costs a third less than in pieces of twelve files; with more processors pieces end earlier.
cmake_host_system_information(RESULT synchrony_processors QUERY NUMBER_OF_LOGICAL_CORES)
if(synchrony_processors LESS_EQUAL 4)
  set(SYNCHRONY_UNITY_FILES 0 CACHE STRING "Files compiled together; 0: all of a room")
else()
  set(SYNCHRONY_UNITY_FILES 12 CACHE STRING "Files compiled together; 0: all of a room")
endif()
set(CMAKE_UNITY_BUILD_BATCH_SIZE ${SYNCHRONY_UNITY_FILES})

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

function(synchrony_precompile target)
  target_precompile_headers(${target} ${ARGN})
  # GCC 12 forgets of a precompiled standard header that it is the system's, and prints its false alarms there.
  target_compile_options(${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-array-bounds>")
  if(CCACHE)
    # ccache keeps objects made with a precompiled header only when told that this is safe.
    set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
  endif()
endfunction()

# Optimization of what spends its time elsewhere.
function(synchrony_cold target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# Tests: what is long in them runs in the rooms that they test.
function(synchrony_unoptimized target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:-O0>)
endfunction()

# The standard headers, compiled once for all rooms, and once for the cold ones: GCC takes the level of optimization
# from the precompiled header, not from the command line.
function(synchrony_room_headers)
  foreach(kind hot cold)
    set(name synchrony_${kind}_headers)
    add_library(${name} STATIC ${SYNCHRONY_PRECOMPILED_DIR}/rooms.cpp)
    target_link_libraries(${name} PRIVATE synchrony_warnings Threads::Threads)
    synchrony_precompile(${name} PRIVATE ${SYNCHRONY_PRECOMPILED_DIR}/rooms.hpp)
  endforeach()
  synchrony_cold(synchrony_cold_headers)
endfunction()

function(synchrony_use_room_headers target cold)
  if(cold)
    synchrony_cold(${target})
    synchrony_precompile(${target} REUSE_FROM synchrony_cold_headers)
  else()
    synchrony_precompile(${target} REUSE_FROM synchrony_hot_headers)
  endif()
endfunction()

function(synchrony_library room)
  cmake_parse_arguments(ARG "COLD" "" "GENERATED;LINKS;PRIVATE_LINKS;LOOPS;LOOP_OPTIONS" ${ARGN})
  synchrony_allowed_rooms(${room} rooms)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/src/*/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/src/(torch|onednn)/")  # modules of their own
  list(TRANSFORM ARG_LOOPS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  if(ARG_LOOPS)
    list(REMOVE_ITEM sources ${ARG_LOOPS})
  endif()
  add_library(synchrony_${room} STATIC ${sources} ${ARG_GENERATED})
  add_library(synchrony::${room} ALIAS synchrony_${room})
  target_include_directories(synchrony_${room}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  foreach(other IN LISTS rooms)
    target_link_libraries(synchrony_${room} PUBLIC synchrony_${other})
  endforeach()
  target_link_libraries(synchrony_${room} PUBLIC ${ARG_LINKS} PRIVATE synchrony_warnings Threads::Threads ${ARG_PRIVATE_LINKS})
  synchrony_use_room_headers(synchrony_${room} ${ARG_COLD})
  if(ARG_LOOPS)
    add_library(synchrony_${room}_loops OBJECT ${ARG_LOOPS})
    target_include_directories(synchrony_${room}_loops PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/src)
    list(TRANSFORM rooms PREPEND synchrony_ OUTPUT_VARIABLE linked)
    target_link_libraries(synchrony_${room}_loops PRIVATE ${linked} ${ARG_LINKS} ${ARG_PRIVATE_LINKS} synchrony_warnings)
    target_compile_options(synchrony_${room}_loops PRIVATE ${ARG_LOOP_OPTIONS})
    target_sources(synchrony_${room} PRIVATE $<TARGET_OBJECTS:synchrony_${room}_loops>)
  endif()
endfunction()

# A CTest test for each suite that the sources name. Suites of parameters stand behind a prefix.
function(synchrony_add_suites room)
  set(suites)
  foreach(source IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(STRINGS ${source} cases REGEX "^(TEST|TEST_F|TEST_P|TYPED_TEST)\\(")
    foreach(case IN LISTS cases)
      string(REGEX REPLACE "^[A-Z_]+\\(([A-Za-z0-9]+),.*" "\\1" suite "${case}")
      list(APPEND suites ${suite})
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES suites)
  synchrony_add_suite_tests(${room} ${suites})
endfunction()

function(synchrony_add_suite_tests room)
  foreach(suite IN LISTS ARGN)
    add_test(NAME ${room}/${suite} COMMAND test_${room} --gtest_filter=${suite}.*:*/${suite}.*)
    set_tests_properties(${room}/${suite} PROPERTIES TIMEOUT 1200)
  endforeach()
endfunction()

function(synchrony_test room)
  cmake_parse_arguments(ARG "TOGETHER;BY_SUITE" "" "SHARED;SOURCES;LINKS" ${ARGN})
  set(name test_${room})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} synchrony_warnings GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE SYNCHRONY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  synchrony_unoptimized(${name})
  synchrony_precompile(${name} REUSE_FROM synchrony_test_headers)
  if(ARG_TOGETHER)
    add_test(NAME ${room}/all COMMAND ${name})
    set_tests_properties(${room}/all PROPERTIES TIMEOUT 600)
  elseif(ARG_BY_SUITE)
    synchrony_add_suites(${room} ${ARG_SOURCES})
  else()
    synchrony_add_suite_tests(${room} ${ARG_SHARED})
    set(others "*")
    if(ARG_SHARED)
      list(TRANSFORM ARG_SHARED APPEND ".*" OUTPUT_VARIABLE shared)
      list(JOIN shared ":" shared)
      set(others "-${shared}")
    endif()
    gtest_discover_tests(${name} TEST_PREFIX "${room}/" DISCOVERY_MODE PRE_TEST TEST_FILTER "${others}"
      PROPERTIES TIMEOUT 300)
  endif()
endfunction()
