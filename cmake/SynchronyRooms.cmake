# synchrony_library(room [LINKS external ...] [PRIVATE_LINKS external ...] [GENERATED file ...])
#   One target a room, `synchrony::<room>`, of all sources in src/ and one folder below it; the rooms it links are read
#   from rooms.txt, so that a dependency that the design does not allow cannot even be linked.
# synchrony_test(room [SOURCES a_test.cpp ...] [LINKS ...])
#   One GoogleTest program a room, of all sources beside it unless some are named; its cases listed one by one in CTest.
# synchrony_precompile(target PRIVATE header ... | REUSE_FROM other)
#   Headers that most files of a target read are compiled once for it; every file still includes what it uses.
# Sources of a target are compiled together (unity builds) where the option SYNCHRONY_UNITY is on: names in anonymous
# namespaces differ within a room for that. scripts/check.sh compiles every file alone too.
set(SYNCHRONY_ROOMS_FILE ${CMAKE_CURRENT_LIST_DIR}/rooms.txt)
set(SYNCHRONY_PRECOMPILED_DIR ${CMAKE_CURRENT_LIST_DIR}/precompiled)

option(SYNCHRONY_UNITY "Compile the sources of a room together" ON)
set(CMAKE_UNITY_BUILD ${SYNCHRONY_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)

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
  target_compile_options(${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow;-Wno-array-bounds>")
  if(CCACHE)
    # ccache keeps objects made with a precompiled header only when told that this is safe.
    set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
  endif()
endfunction()

# The standard headers, compiled once for all rooms.
function(synchrony_room_headers)
  add_library(synchrony_room_headers STATIC ${SYNCHRONY_PRECOMPILED_DIR}/rooms.cpp)
  target_link_libraries(synchrony_room_headers PRIVATE synchrony_warnings Threads::Threads)
  synchrony_precompile(synchrony_room_headers PRIVATE ${SYNCHRONY_PRECOMPILED_DIR}/rooms.hpp)
endfunction()

function(synchrony_library room)
  cmake_parse_arguments(ARG "" "" "GENERATED;LINKS;PRIVATE_LINKS" ${ARGN})
  synchrony_allowed_rooms(${room} rooms)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/src/*/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/src/torch/")  # a module of its own
  add_library(synchrony_${room} STATIC ${sources} ${ARG_GENERATED})
  add_library(synchrony::${room} ALIAS synchrony_${room})
  target_include_directories(synchrony_${room}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  foreach(other IN LISTS rooms)
    target_link_libraries(synchrony_${room} PUBLIC synchrony_${other})
  endforeach()
  target_link_libraries(synchrony_${room} PUBLIC ${ARG_LINKS} PRIVATE synchrony_warnings Threads::Threads ${ARG_PRIVATE_LINKS})
  synchrony_precompile(synchrony_${room} REUSE_FROM synchrony_room_headers)
endfunction()

function(synchrony_test room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  set(name test_${room})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} synchrony_warnings GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE SYNCHRONY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Tests spend their time in the rooms; compiling them with -O3 would only make the build longer.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  synchrony_precompile(${name} REUSE_FROM synchrony_test_headers)
  gtest_discover_tests(${name} TEST_PREFIX "${room}/" DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT 300)
endfunction()
