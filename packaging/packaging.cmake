# SPDX-License-Identifier: GPL-2.0-only
# What is installed where, and the Debian packages: see docs/install.md.
include(GNUInstallDirs)

set(GUPKIT_DOCDIR ${CMAKE_INSTALL_DATAROOTDIR}/doc)
set(manuals ${CMAKE_BINARY_DIR}/manuals)
add_custom_command(OUTPUT ${manuals}/stamp
  COMMAND ${CMAKE_COMMAND} -DGUPKIT=$<TARGET_FILE:gupkit> -DOUT=${manuals} -P ${CMAKE_SOURCE_DIR}/packaging/manuals.cmake
  COMMAND ${CMAKE_COMMAND} -E touch ${manuals}/stamp
  DEPENDS gupkit packaging/manuals.cmake VERBATIM)
add_custom_target(manuals DEPENDS ${manuals}/stamp)
if(TARGET gupkit-tidy)
  set(has_tidy ON)
else()
  set(has_tidy OFF)
  add_custom_target(gupkit-tidy)
endif()
# What the components hold beyond the default target: cmake --build --target packaged, then cmake --install or cpack.
add_custom_target(packaged DEPENDS gupkit gupkit-tidy put_user_page manuals)

install(TARGETS gupkit COMPONENT gupkit)
install(DIRECTORY ${manuals}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT gupkit)
install(FILES ${manuals}/bash/gupkit DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT gupkit)
install(FILES ${manuals}/zsh/_gupkit DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT gupkit)
install(FILES ${manuals}/fish/gupkit.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT gupkit)
install(DIRECTORY docs/schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/gupkit COMPONENT gupkit)
install(FILES tool/model/api.model DESTINATION ${CMAKE_INSTALL_DATADIR}/gupkit COMPONENT gupkit)
install(FILES README.md CHANGELOG.md DESTINATION ${GUPKIT_DOCDIR}/gupkit COMPONENT gupkit)
install(DIRECTORY docs/ DESTINATION ${GUPKIT_DOCDIR}/gupkit/docs COMPONENT gupkit PATTERN schemas EXCLUDE)

install(TARGETS put_user_page LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(DIRECTORY include/gupkit_user kernel-patches/10-page-got/files/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gupkit_user
  COMPONENT development FILES_MATCHING PATTERN "*.h" PATTERN gupkit_user EXCLUDE)
install(DIRECTORY include/gupkit_user/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gupkit_user COMPONENT development FILES_MATCHING PATTERN "*.h")
configure_file(packaging/put_user_page.pc.in ${CMAKE_BINARY_DIR}/put_user_page.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/put_user_page.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

if(has_tidy)
  # Its libraries are where every other program finds them.
  set_target_properties(gupkit-tidy PROPERTIES INSTALL_RPATH "")
  install(TARGETS gupkit-tidy LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/gupkit COMPONENT clang-tidy OPTIONAL)
endif()
install(PROGRAMS ci/clang-tidy DESTINATION ${CMAKE_INSTALL_DATADIR}/gupkit/ci COMPONENT clang-tidy)
file(GLOB cocci_scripts CONFIGURE_DEPENDS cocci/*.cocci)
install(FILES ${cocci_scripts} DESTINATION ${CMAKE_INSTALL_DATADIR}/gupkit/cocci COMPONENT cocci)

# Debian.
set(packages gupkit library development clang-tidy cocci)
set(CPACK_COMPONENTS_ALL ${packages})
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_PACKAGE_CONTACT "the gupkit authors <gupkit@example.org>" CACHE STRING "Maintainer of the packages: whoever publishes them")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(v ${GUPKIT_LLVM})
function(deb component package)
  string(TOUPPER ${component} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${package} PARENT_SCOPE)
  # The whole changes are CHANGELOG.md; this is the form that Debian's tools read.
  set(log ${CMAKE_BINARY_DIR}/packaging/${package}/changelog)
  file(WRITE ${log} "${package} (${PROJECT_VERSION}) unstable; urgency=medium\n\n  * See CHANGELOG.md of gupkit.\n\n -- ${CPACK_PACKAGE_CONTACT}  Tue, 01 Dec 2026 00:00:00 +0000\n")
  execute_process(COMMAND gzip -9nf ${log} COMMAND_ERROR_IS_FATAL ANY)
  install(FILES packaging/copyright ${log}.gz DESTINATION ${GUPKIT_DOCDIR}/${package} COMPONENT ${component})
endfunction()
deb(gupkit gupkit)
set(CPACK_COMPONENT_GUPKIT_DESCRIPTION "converts the callers of get_user_pages in a Linux kernel tree
Finds every caller of get_user_pages and its kin in a kernel tree, proves
where the pages are released, rewrites those releases, and prints a diff
that a maintainer could apply. A lint for CI, reports, and series for the
mailing list are in it.")
set(CPACK_DEBIAN_GUPKIT_PACKAGE_DEPENDS "libclang-common-${v}-dev")
set(CPACK_DEBIAN_GUPKIT_PACKAGE_RECOMMENDS "make, clang-${v}, lld-${v}, llvm-${v}, flex, bison, bc, libelf-dev, libssl-dev, gcc, perl, git")
set(CPACK_DEBIAN_GUPKIT_PACKAGE_SUGGESTS "gupkit-cocci, gupkit-clang-tidy, b4")
deb(library libput-user-page)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "accounting of got pages, in user space
The core of gupkit's kernel series compiled in user space, with a model of
the mm around it: leaks, double puts and puts of the wrong kind are reported
with the places of both ends.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
file(WRITE ${CMAKE_BINARY_DIR}/packaging/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/packaging/triggers)
deb(development libput-user-page-dev)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "accounting of got pages, in user space (headers)
What is needed to compile a driver's functions against libput-user-page and
to run them.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libput-user-page (= ${PROJECT_VERSION})")
deb(clang-tidy gupkit-clang-tidy)
set(CPACK_COMPONENT_CLANG-TIDY_DESCRIPTION "gupkit's checks for clang-tidy ${v}
A plugin with checks of how the pages of get_user_pages are released. It
loads into clang-tidy of the same LLVM only.")
set(CPACK_DEBIAN_CLANG-TIDY_PACKAGE_DEPENDS "clang-tidy-${v}, libclang-common-${v}-dev")
deb(cocci gupkit-cocci)
set(CPACK_COMPONENT_COCCI_DESCRIPTION "gupkit's semantic patches for make coccicheck
Semantic patches that find the callers of get_user_pages, convert what is
provable within one file, and report pages that are released wrongly.")
set(CPACK_DEBIAN_COCCI_PACKAGE_DEPENDS "coccinelle")
set(CPACK_DEBIAN_COCCI_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_COCCI_PACKAGE_ARCHITECTURE all)
include(CPack)
