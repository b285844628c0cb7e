// The module _trawl: trawl_api's calls as Python functions, one for one. trawl.py makes them pleasant.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <trawl/plugin.h>

namespace trawl::python_plugin {

// The module's maker, for PyImport_AppendInittab.
PyObject* make_calls_module();

// Where the calls go; null (the state before) makes every call raise RuntimeError.
void direct_calls_to(trawl_ctx* ctx);

}  // namespace trawl::python_plugin
