# A program that needs no shared library: it starts faster, and runs on machines that have none of the libraries.
#
# Distributions have archives of all that is needed but fmt and spdlog, which are used from their headers. To be included
# before the libraries are looked for.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
set(Boost_USE_STATIC_LIBS ON)

foreach(name IN ITEMS fmt spdlog)
  find_path(${name}_include NAMES ${name}/version.h ${name}/core.h REQUIRED)
endforeach()
add_library(carbonfix_headers_of_fmt INTERFACE)
target_include_directories(carbonfix_headers_of_fmt SYSTEM INTERFACE ${fmt_include})
target_compile_definitions(carbonfix_headers_of_fmt INTERFACE FMT_HEADER_ONLY)
add_library(carbonfix_headers_of_spdlog INTERFACE)
target_include_directories(carbonfix_headers_of_spdlog SYSTEM INTERFACE ${spdlog_include})
target_compile_definitions(carbonfix_headers_of_spdlog INTERFACE SPDLOG_FMT_EXTERNAL)
target_link_libraries(carbonfix_headers_of_spdlog INTERFACE carbonfix_headers_of_fmt)
add_library(fmt::fmt ALIAS carbonfix_headers_of_fmt)
add_library(spdlog::spdlog ALIAS carbonfix_headers_of_spdlog)

# Static, and still at an address that nobody can foretell.
set(CMAKE_CXX_LINK_OPTIONS_PIE -static-pie)
# What nobody calls need not be carried around.
add_compile_options(-ffunction-sections -fdata-sections)
add_link_options(-Wl,--gc-sections)

# An archive does not say what it needs itself.
function(carbonfix_complete_static_libraries)
  find_package(ZLIB REQUIRED)
  find_package(LibLZMA REQUIRED)
  target_link_libraries(LibXml2::LibXml2 INTERFACE carbonfix_no_icu ZLIB::ZLIB LibLZMA::LibLZMA m)
endfunction()

# libxml2 may have been built to ask ICU for encodings that neither it nor iconv knows. ICU's tables are larger than all
# the rest of the program, so the answer is that it knows none either.
add_library(carbonfix_no_icu STATIC ${PROJECT_SOURCE_DIR}/src/static/no_icu.c)
