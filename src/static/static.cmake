# A program that carries the libraries it needs: it starts faster, and runs on machines that have none of them. With
# CARBONFIX_STATIC it needs no shared library at all, with CARBONFIX_BUNDLED only those of libc, which knows the users
# and encodings of the machine; with neither it is linked as usual.
#
# Distributions have archives of all that is needed but fmt and spdlog, of which the headers hold all. To be included before
# the libraries are looked for.
function(carbonfix_find_archives missing)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(absent "")
  foreach(name IN ITEMS xml2 z lzma re2 md boost_program_options)
    find_library(carbonfix_archive_${name} ${name})
    if(NOT carbonfix_archive_${name})
      list(APPEND absent lib${name}.a)
    endif()
  endforeach()
  foreach(name IN ITEMS fmt spdlog)
    find_path(${name}_include NAMES ${name}/version.h ${name}/core.h)
    if(NOT ${name}_include)
      list(APPEND absent ${name}/)
    endif()
  endforeach()
  set(${missing} ${absent} PARENT_SCOPE)
endfunction()

set(carries_libraries OFF)
if(CARBONFIX_STATIC OR CARBONFIX_BUNDLED)
  carbonfix_find_archives(missing)
  if(NOT missing)
    set(carries_libraries ON)
  elseif(CARBONFIX_STATIC)
    message(FATAL_ERROR "A static program needs what is not there: ${missing}. scripts/install-deps.sh installs it.")
  else()
    message(NOTICE "The program will need shared libraries: there is no ${missing}. scripts/install-deps.sh installs it.")
  endif()
endif()

# The libraries that are used from their headers or need others; to be called when the rest is found.
function(carbonfix_complete_libraries)
  if(NOT carries_libraries)
    find_package(fmt REQUIRED)
    find_package(spdlog REQUIRED)
    return()
  endif()

  # Compiled once: in every source it would take most of the time.
  add_library(carbonfix_fmt STATIC ${PROJECT_SOURCE_DIR}/src/static/fmt.cpp)
  target_include_directories(carbonfix_fmt SYSTEM PUBLIC ${fmt_include})
  target_link_libraries(carbonfix_fmt PRIVATE carbonfix_hardening)
  add_library(carbonfix_headers_of_spdlog INTERFACE)
  target_include_directories(carbonfix_headers_of_spdlog SYSTEM INTERFACE ${spdlog_include})
  target_compile_definitions(carbonfix_headers_of_spdlog INTERFACE SPDLOG_FMT_EXTERNAL)
  target_link_libraries(carbonfix_headers_of_spdlog INTERFACE carbonfix_fmt)
  add_library(fmt::fmt ALIAS carbonfix_fmt)
  add_library(spdlog::spdlog ALIAS carbonfix_headers_of_spdlog)

  # libxml2 may have been built to ask ICU for encodings that neither it nor iconv knows. ICU's tables are larger than
  # all the rest of the program, so the answer is that it knows none either.
  add_library(carbonfix_no_icu STATIC ${PROJECT_SOURCE_DIR}/src/static/no_icu.c)
  # An archive does not say what it needs itself.
  find_package(ZLIB REQUIRED)
  find_package(LibLZMA REQUIRED)
  target_link_libraries(LibXml2::LibXml2 INTERFACE carbonfix_no_icu ZLIB::ZLIB LibLZMA::LibLZMA m)
endfunction()

if(carries_libraries)
  # A build folder that was made without them remembers shared libraries, and a mixture would have two of some.
  get_cmake_property(remembered CACHE_VARIABLES)
  foreach(name IN LISTS remembered)
    if("$CACHE{${name}}" MATCHES "\\.so$" OR name MATCHES "^__pkg_config_checked_")
      unset(${name} CACHE)
    endif()
  endforeach()
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(Boost_USE_STATIC_LIBS ON)
  if(CARBONFIX_STATIC)
    # Static, and still at an address that nobody can foretell.
    set(CMAKE_CXX_LINK_OPTIONS_PIE -static-pie)
  else()
    add_link_options(-static-libstdc++ -static-libgcc)
  endif()
  # What nobody calls need not be carried around.
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()
