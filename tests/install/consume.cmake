# Run by CTest: BUILD_TREE, SOURCES (this folder), WORK, COMPILER, GENERATOR and FLAGS are given.
function(run what)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${what} failed (${code}):\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_file path)
  if(NOT EXISTS ${path})
    message(FATAL_ERROR "not installed: ${path}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
run("cmake --install" ${CMAKE_COMMAND} --install ${BUILD_TREE} --prefix ${WORK}/first)
# Nothing may remember where it was installed first.
file(RENAME ${WORK}/first ${WORK}/moved)
set(prefix ${WORK}/moved)

foreach(file bin/synchrony share/man/man1/synchrony.1.gz share/man/man1/synchrony-measure.1.gz
        share/bash-completion/completions/synchrony share/fish/vendor_completions.d/synchrony.fish
        share/zsh/site-functions/_synchrony share/synchrony/models/mitbih-resnet18.safetensors
        include/synchrony/io/read.hpp)
  expect_file(${prefix}/${file})
endforeach()

# The installed program finds the installed models.
run("synchrony info" ${CMAKE_COMMAND} -E chdir ${WORK} ${prefix}/bin/synchrony info mitbih-resnet18)
if(NOT output MATCHES "moved/share/synchrony/models/mitbih-resnet18.safetensors")
  message(FATAL_ERROR "the installed program did not find the installed model:\n${output}")
endif()

# Python's module, where it was built, finds the installed models from where it lies.
file(GLOB python_module ${prefix}/lib/python3/dist-packages/synchrony/_synchrony.*.so)
if(python_module)
  run("importing synchrony" ${CMAKE_COMMAND} -E env PYTHONPATH=${prefix}/lib/python3/dist-packages /usr/bin/python3 -c
    "print(__import__('synchrony').info('mitbih-resnet18')['architecture'], __import__('synchrony').__file__)")
  if(NOT output MATCHES "resnet18 .*/moved/")
    message(FATAL_ERROR "the installed Python module did not find the installed model:\n${output}")
  endif()
endif()

# Every installed header, as a stranger includes it.
file(GLOB_RECURSE headers RELATIVE ${prefix}/include ${prefix}/include/*.hpp)
list(TRANSFORM headers REPLACE "(.+)" "#include <\\1>" OUTPUT_VARIABLE lines)
list(JOIN lines "\n" text)
file(WRITE ${WORK}/all_headers.cpp "${text}\n")

run("configuring the consumer" ${CMAKE_COMMAND} -S ${SOURCES}/consumer -B ${WORK}/consumer -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_PREFIX_PATH=${prefix}
  -DALL_HEADERS=${WORK}/all_headers.cpp)
run("building the consumer" ${CMAKE_COMMAND} --build ${WORK}/consumer)
run("the consumer" ${CMAKE_COMMAND} -E chdir ${WORK} ${WORK}/consumer/consumer)
message(STATUS "${output}")
