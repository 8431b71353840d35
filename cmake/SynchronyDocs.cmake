# The target `docs`: pages of the public headers' comments, by doxygen; a warning is an error.
find_program(DOXYGEN doxygen)
if(NOT DOXYGEN)
  return()
endif()
file(GLOB SYNCHRONY_DOC_PREFIXES ${PROJECT_SOURCE_DIR}/libs/*/include)
file(GLOB SYNCHRONY_DOC_PAGES ${PROJECT_SOURCE_DIR}/*.md ${PROJECT_SOURCE_DIR}/models/*.md)
set(SYNCHRONY_DOC_INPUT ${SYNCHRONY_DOC_PREFIXES} ${PROJECT_SOURCE_DIR}/docs ${SYNCHRONY_DOC_PAGES})
list(JOIN SYNCHRONY_DOC_INPUT " " SYNCHRONY_DOC_INPUT)
list(JOIN SYNCHRONY_DOC_PREFIXES " " SYNCHRONY_DOC_PREFIXES)
configure_file(${PROJECT_SOURCE_DIR}/docs/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
add_custom_target(docs COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile
  COMMENT "Pages of the public headers in docs/html" VERBATIM)
