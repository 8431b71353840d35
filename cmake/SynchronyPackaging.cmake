# `cpack -G DEB` in the build folder, or scripts/make-packages.sh: Debian packages synchrony, synchrony-networks,
# python3-synchrony and synchrony-dev. Their dependencies are what dpkg-shlibdeps finds in the programs.
set(SYNCHRONY_PACKAGER "Synchrony developers <developers@synchrony.invalid>" CACHE STRING
  "Who makes the packages: name <address>, as it shall stand in them")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME synchrony)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${SYNCHRONY_PACKAGER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL program development)
if(TARGET synchrony_torch)
  list(APPEND CPACK_COMPONENTS_ALL networks)
endif()
if(TARGET synchrony_python)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME synchrony)
set(CPACK_DEBIAN_NETWORKS_PACKAGE_NAME synchrony-networks)
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-synchrony)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME synchrony-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# Plots need a font; downloads need the certificates.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS fonts-dejavu-core)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS synchrony-networks)
set(CPACK_DEBIAN_NETWORKS_PACKAGE_DEPENDS "synchrony (= ${PROJECT_VERSION})")
# The module is for one minor version of Python; models and networks come with the program.
if(TARGET synchrony_python)
  math(EXPR next_minor "${SYNCHRONY_PYTHON_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "synchrony (= ${PROJECT_VERSION}), python3-numpy,\
 python3 (>= 3.${SYNCHRONY_PYTHON_MINOR}), python3 (<< 3.${next_minor})")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libexpected-dev, nlohmann-json3-dev, libeigen3-dev, libssl-dev,\
 libcurl4-openssl-dev, libboost-dev, pkg-config, libsoxr-dev, libpugixml-dev, libflac++-dev, zlib1g-dev, libdcmtk-dev, libcairo2-dev, libcpp-httplib-dev, liblinear-dev, libsvm-dev,\
 libxgboost-dev, libopencv-core-dev, libopencv-ml-dev")

set(processor_note "")
if(SYNCHRONY_ARCH AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(processor_note "\nNeeds a processor of ${SYNCHRONY_ARCH} or later.")
endif()
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "ECG measurements and prediction of response to CRT
Reads 12-lead ECGs, finds and delineates their beats, measures intervals,
axes, bundle branch block and QRS area, draws them on ECG paper, and compares
rules and models that predict response to cardiac resynchronization therapy,
by patient. Research software, not a medical device.${processor_note}")
set(CPACK_COMPONENT_NETWORKS_DESCRIPTION "neural networks for Synchrony
The module, linked with libtorch, with which the program synchrony trains
residual networks on spectrograms of beats. Trained ones run without it.${processor_note}")
set(CPACK_COMPONENT_PYTHON_DESCRIPTION "Synchrony's module for Python 3
Reads, measures and simulates 12-lead ECGs, makes spectrograms and predicts,
with NumPy arrays. Research software, not a medical device.${processor_note}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Synchrony's rooms as static C++20 libraries
Headers, static libraries, and what find_package(synchrony) needs.${processor_note}")

# Every package has its licence and its changes.
string(TIMESTAMP change_date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH counts, where it is set
set(debian_files ${CMAKE_BINARY_DIR}/packaging)
configure_file(${PROJECT_SOURCE_DIR}/packaging/changelog.in ${debian_files}/changelog @ONLY)
configure_file(${PROJECT_SOURCE_DIR}/packaging/copyright.in ${debian_files}/copyright @ONLY)
execute_process(COMMAND gzip -9nc ${debian_files}/changelog OUTPUT_FILE ${debian_files}/changelog.gz)
foreach(pair program:synchrony networks:synchrony-networks python:python3-synchrony development:synchrony-dev)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES ${debian_files}/changelog.gz ${debian_files}/copyright DESTINATION share/doc/${package}
    COMPONENT ${component})
endforeach()
include(CPack)
