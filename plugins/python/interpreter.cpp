#include "interpreter.hpp"

#include <dlfcn.h>

#include <memory>
#include <stdexcept>

#include "calls.hpp"
#include "trawl_py.hpp"

namespace trawl::python_plugin {
namespace {

struct Unreference {
  void operator()(PyObject* object) const { Py_XDECREF(object); }
};
using Reference = std::unique_ptr<PyObject, Unreference>;

// What Python says of the exception that is set.
std::string last_error() {
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  const Reference shown(value ? PyObject_Str(value) : nullptr);
  const char* text = shown ? PyUnicode_AsUTF8(shown.get()) : nullptr;
  std::string out = text ? text : "unknown";
  PyErr_Clear();
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
  return out;
}

[[noreturn]] void give_up(const std::string& what) {
  throw std::runtime_error("Python cannot start: " + what);
}

// Extension modules of the standard library look for the interpreter's symbols among the global ones, and
// trawl loads plugins with theirs to themselves.
void show_symbols_to_extension_modules() {
  Dl_info self{};
  if (::dladdr(reinterpret_cast<void*>(&Py_IsInitialized), &self) && self.dli_fname)
    ::dlopen(self.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
}

// Nothing of the environment or of a user's home has a say; nothing is written.
void configure(PyConfig& config) {
  PyConfig_InitIsolatedConfig(&config);
  config.site_import = 1;  // what the system's packages installed may be imported
  config.write_bytecode = 0;
  config.install_signal_handlers = 0;
  if (PyStatus set = PyConfig_SetString(&config, &config.program_name, L"/usr/bin/python3");
      PyStatus_Exception(set))
    give_up(set.err_msg ? set.err_msg : "no memory");
}

void start() {
  if (Py_IsInitialized()) return;
  show_symbols_to_extension_modules();
  PyImport_AppendInittab("_trawl", make_calls_module);
  PyConfig config;
  configure(config);
  const PyStatus status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) give_up(status.err_msg ? status.err_msg : "no reason is given");
}

// The module trawl, compiled from the text that this library carries.
PyObject* trawl_module() {
  if (PyObject* loaded = PyImport_GetModule(Reference(PyUnicode_FromString("trawl")).get())) return loaded;
  const Reference code(Py_CompileString(trawl_py, "trawl.py", Py_file_input));
  PyObject* module = code ? PyImport_ExecCodeModule("trawl", code.get()) : nullptr;
  if (!module) give_up("trawl.py: " + last_error());
  return module;
}

Reference call(const char* function, const std::string& path) {
  start();
  const Reference module(trawl_module());
  Reference answer(
      PyObject_CallMethod(module.get(), function, "s#", path.data(), static_cast<Py_ssize_t>(path.size())));
  if (!answer) throw std::runtime_error(path + ": " + last_error());
  return answer;
}

std::string text_at(PyObject* tuple, Py_ssize_t index) {
  const char* text = PyUnicode_AsUTF8(PyTuple_GetItem(tuple, index));
  if (text) return text;
  PyErr_Clear();  // lone surrogates: the text cannot be shown
  return "(text that is not UTF-8)";
}

}  // namespace

Outcome run_script(trawl_ctx* ctx, const std::string& path) {
  direct_calls_to(ctx);
  const Reference answer = call("_run", path);
  Outcome outcome;
  if (PyUnicode_Check(answer.get())) outcome.cancelled = true;
  if (PyTuple_Check(answer.get()))
    outcome = {false, text_at(answer.get(), 0), text_at(answer.get(), 1), text_at(answer.get(), 2)};
  direct_calls_to(nullptr);
  return outcome;
}

std::optional<std::string> fault_of_script(const std::string& path) {
  const Reference answer = call("_fault", path);
  if (answer.get() == Py_None) return std::nullopt;
  const char* text = PyUnicode_AsUTF8(answer.get());
  return text ? text : "unknown";
}

}  // namespace trawl::python_plugin
