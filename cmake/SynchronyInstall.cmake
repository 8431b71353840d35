# What `cmake --install` puts where, in three components: the program with its models, man pages and completions; the
# module that runs networks; and the rooms as static libraries with headers and find_package(synchrony).
# The build tree is laid out as an installed one (bin, lib/synchrony, share/synchrony), so that the program finds its
# models and its module in both by the same way from its own folder.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# --- Program.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/synchrony)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/models ${CMAKE_BINARY_DIR}/share/synchrony/models SYMBOLIC)
install(TARGETS synchrony RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/models/ DESTINATION share/synchrony/models COMPONENT program
  FILES_MATCHING PATTERN "*.safetensors" PATTERN "*.md" PATTERN "SHA256SUMS")
install(FILES README.md docs/cohort-csv.md DESTINATION share/doc/synchrony COMPONENT program)

# The program writes its own man pages and completions, from the tables behind --help.
set(manual ${CMAKE_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}/man/man1/synchrony.1.gz
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${manual}
  COMMAND synchrony write-manual ${manual}
  COMMAND sh -c "gzip -9nf '${manual}'/man/man1/*.1"
  DEPENDS synchrony COMMENT "Writing man pages and completions" VERBATIM)
add_custom_target(synchrony_manual ALL DEPENDS ${manual}/man/man1/synchrony.1.gz)
install(DIRECTORY ${manual}/man DESTINATION share COMPONENT program)
install(DIRECTORY ${manual}/bash-completion ${manual}/fish DESTINATION share COMPONENT program)
# Debian's zsh looks for what packages bring in vendor-completions, and elsewhere in site-functions.
install(CODE "
  set(zsh_folder site-functions)
  if(CMAKE_INSTALL_PREFIX STREQUAL \"/usr\")
    set(zsh_folder vendor-completions)
  endif()
  file(INSTALL \"${manual}/zsh/site-functions/_synchrony\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/share/zsh/\${zsh_folder}\")"
  COMPONENT program)

# --- Networks.
# lib/<processor>/synchrony on Debian, whatever the prefix: a module below lib/ itself would make CPack call ldconfig.
cmake_path(APPEND module_folder lib ${CMAKE_LIBRARY_ARCHITECTURE} synchrony)
install(TARGETS synchrony_onednn LIBRARY DESTINATION ${module_folder} COMPONENT program)
if(TARGET synchrony_torch)
  install(TARGETS synchrony_torch LIBRARY DESTINATION ${module_folder} COMPONENT networks)
endif()

# --- Rooms, as synchrony::<room>.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/synchrony)
foreach(line IN LISTS room_lines)
  string(REGEX REPLACE ":.*" "" room ${line})
  if(NOT TARGET synchrony_${room})
    continue()
  endif()
  set(target synchrony_${room})
  set_property(TARGET ${target} PROPERTY EXPORT_NAME ${room})
  set_property(TARGET ${target} APPEND PROPERTY INTERFACE_COMPILE_FEATURES cxx_std_20)
  # Inline functions of the headers must mean the same code on both sides.
  if(SYNCHRONY_ARCH AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    set_property(TARGET ${target} APPEND PROPERTY INTERFACE_COMPILE_OPTIONS $<INSTALL_INTERFACE:-march=${SYNCHRONY_ARCH}>)
  endif()
  # Warnings are our own affair.
  get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
  if(links)
    list(REMOVE_ITEM links "$<LINK_ONLY:synchrony_warnings>")
    set_property(TARGET ${target} PROPERTY INTERFACE_LINK_LIBRARIES ${links})
  endif()
  install(TARGETS ${target} EXPORT synchronyTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  install(DIRECTORY libs/${room}/include/synchrony DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
endforeach()
install(EXPORT synchronyTargets NAMESPACE synchrony:: DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(cmake/synchronyConfig.cmake.in ${CMAKE_BINARY_DIR}/synchronyConfig.cmake
  INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/synchronyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/synchronyConfig.cmake ${CMAKE_BINARY_DIR}/synchronyConfigVersion.cmake
  DESTINATION ${package_folder} COMPONENT development)
