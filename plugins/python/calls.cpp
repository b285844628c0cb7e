#include "calls.hpp"

#include <string>
#include <vector>

namespace trawl::python_plugin {
namespace {

// A Python module written in C has nowhere else to keep what its functions work on. One worker runs one
// plugin once, so there is never a second.
trawl_ctx* current = nullptr;

trawl_ctx* context() {
  if (!current) PyErr_SetString(PyExc_RuntimeError, "trawl can only be called while run(ctx) runs");
  return current;
}

trawl_str text_of(const char* data, Py_ssize_t size) {
  return {data, static_cast<size_t>(size)};
}
PyObject* to_python(trawl_str text) {
  return PyUnicode_DecodeUTF8(text.ptr ? text.ptr : "", static_cast<Py_ssize_t>(text.len), "replace");
}

PyObject* info(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  const trawl_run_info* run = ctx->api->info(ctx);
  return Py_BuildValue("{sNsNsNsKsIsO}", "run_id", to_python(run->run_id), "platform",
                       to_python(run->platform), "trigger", to_python(run->trigger), "seed",
                       static_cast<unsigned long long>(run->seed), "max_in_flight", run->max_in_flight,
                       "replay", run->replay ? Py_True : Py_False);
}

PyObject* config(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  trawl_str all{};
  if (ctx->api->config_json(ctx, {}, &all) != TRAWL_OK) return PyUnicode_FromString("{}");
  return to_python(all);
}

// The (name, value) pairs of a list. False with a Python exception set; the views live as long as the list.
bool read_headers(PyObject* list, std::vector<trawl_header>& out) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); ++i) {
    const char *name = nullptr, *value = nullptr;
    Py_ssize_t name_size = 0, value_size = 0;
    PyObject* pair = PyList_GET_ITEM(list, i);
    if (!PyTuple_Check(pair)) {
      PyErr_SetString(PyExc_TypeError, "headers are pairs of texts");
      return false;
    }
    if (!PyArg_ParseTuple(pair, "s#s#;headers are pairs of texts", &name, &name_size, &value, &value_size))
      return false;
    out.push_back({text_of(name, name_size), text_of(value, value_size)});
  }
  return true;
}

PyObject* fetch(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  unsigned long long tag = 0;
  const char *method = nullptr, *url = nullptr, *body = nullptr;
  Py_ssize_t method_size = 0, url_size = 0, body_size = 0;
  PyObject* headers = nullptr;
  unsigned int timeout_ms = 0, flags = 0;
  int priority = 0;
  if (!PyArg_ParseTuple(arguments, "Ks#s#O!y#IIi", &tag, &method, &method_size, &url, &url_size, &PyList_Type,
                        &headers, &body, &body_size, &timeout_ms, &flags, &priority))
    return nullptr;
  std::vector<trawl_header> list;
  if (!read_headers(headers, list)) return nullptr;
  trawl_request request{};
  request.size = sizeof request;
  request.flags = flags;
  request.tag = tag;
  request.method = text_of(method, method_size);
  request.url = text_of(url, url_size);
  request.body = text_of(body, body_size);
  request.headers = list.data();
  request.header_count = list.size();
  request.timeout_ms = timeout_ms;
  request.priority = priority;
  return PyLong_FromLong(ctx->api->fetch(ctx, &request));
}

PyObject* headers_to_python(const trawl_response& response) {
  PyObject* list = PyList_New(0);
  for (std::size_t i = 0; list && i < response.header_count; ++i) {
    const trawl_header& header = response.headers[i];
    PyObject* pair = Py_BuildValue("(NN)", to_python(header.name), to_python(header.value));
    if (!pair || PyList_Append(list, pair) < 0) Py_CLEAR(list);
    Py_XDECREF(pair);
  }
  return list;
}

// (tag, then the fields of trawl.Page), or the status when there is no answer. The body is copied, so that
// the response goes back at once and a page is a plain Python value.
PyObject* wait(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  const trawl_response* response = nullptr;
  trawl_status status = TRAWL_FAILED;
  Py_BEGIN_ALLOW_THREADS;
  status = ctx->api->wait(ctx, -1, &response);
  Py_END_ALLOW_THREADS;
  if (status != TRAWL_OK) return PyLong_FromLong(status);
  const trawl_str encoding = TRAWL_HAS(response, encoding) ? response->encoding : trawl_str{};
  PyObject* answer = Py_BuildValue(
      "(KiiNy#NNNdIO)", static_cast<unsigned long long>(response->tag), response->net, response->http_status,
      to_python(response->url), response->body.ptr ? response->body.ptr : "",
      static_cast<Py_ssize_t>(response->body.len), to_python(response->error), headers_to_python(*response),
      to_python(encoding), static_cast<double>(response->elapsed_us) / 1e6, response->attempts,
      response->from_cache ? Py_True : Py_False);
  ctx->api->release(ctx, response);
  return answer;
}

PyObject* emit(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  const char *kind = nullptr, *key = nullptr, *json = nullptr;
  Py_ssize_t kind_size = 0, key_size = 0, json_size = 0;
  if (!PyArg_ParseTuple(arguments, "s#s#s#", &kind, &kind_size, &key, &key_size, &json, &json_size))
    return nullptr;
  return PyLong_FromLong(
      ctx->api->emit(ctx, text_of(kind, kind_size), text_of(key, key_size), text_of(json, json_size)));
}

PyObject* report(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  int severity = 0;
  const char *code = nullptr, *url = nullptr, *text = nullptr;
  Py_ssize_t code_size = 0, url_size = 0, text_size = 0;
  if (!PyArg_ParseTuple(arguments, "is#s#s#", &severity, &code, &code_size, &url, &url_size, &text,
                        &text_size))
    return nullptr;
  return PyLong_FromLong(ctx->api->report(ctx, severity, text_of(code, code_size), text_of(url, url_size),
                                          text_of(text, text_size)));
}

PyObject* log(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  int level = 0;
  const char* text = nullptr;
  Py_ssize_t size = 0;
  if (!PyArg_ParseTuple(arguments, "is#", &level, &text, &size)) return nullptr;
  ctx->api->log(ctx, level, text_of(text, size));
  Py_RETURN_NONE;
}

PyObject* progress(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  unsigned long long done = 0, total = 0;
  const char* what = nullptr;
  Py_ssize_t size = 0;
  if (!PyArg_ParseTuple(arguments, "KKs#", &done, &total, &what, &size)) return nullptr;
  ctx->api->progress(ctx, done, total, text_of(what, size));
  Py_RETURN_NONE;
}

PyObject* state_get(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  const char* key = nullptr;
  Py_ssize_t size = 0;
  if (!PyArg_ParseTuple(arguments, "s#", &key, &size)) return nullptr;
  trawl_str value{};
  if (ctx->api->state_get(ctx, text_of(key, size), &value) != TRAWL_OK) Py_RETURN_NONE;
  return to_python(value);
}

PyObject* state_set(PyObject*, PyObject* arguments) {
  trawl_ctx* ctx = context();
  if (!ctx) return nullptr;
  const char *key = nullptr, *value = nullptr;
  Py_ssize_t key_size = 0, value_size = 0;
  if (!PyArg_ParseTuple(arguments, "s#s#", &key, &key_size, &value, &value_size)) return nullptr;
  return PyLong_FromLong(ctx->api->state_set(ctx, text_of(key, key_size), text_of(value, value_size)));
}

PyObject* checkpoint(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  return ctx ? PyLong_FromLong(ctx->api->checkpoint(ctx)) : nullptr;
}

PyObject* stopping(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  return ctx ? PyBool_FromLong(ctx->api->stopping(ctx)) : nullptr;
}

PyObject* now_us(PyObject*, PyObject*) {
  trawl_ctx* ctx = context();
  return ctx ? PyLong_FromLongLong(ctx->api->now_us(ctx)) : nullptr;
}

PyMethodDef methods[] = {
    {"info", info, METH_NOARGS, nullptr},
    {"config", config, METH_NOARGS, nullptr},
    {"fetch", fetch, METH_VARARGS, nullptr},
    {"wait", wait, METH_NOARGS, nullptr},
    {"emit", emit, METH_VARARGS, nullptr},
    {"report", report, METH_VARARGS, nullptr},
    {"log", log, METH_VARARGS, nullptr},
    {"progress", progress, METH_VARARGS, nullptr},
    {"state_get", state_get, METH_VARARGS, nullptr},
    {"state_set", state_set, METH_VARARGS, nullptr},
    {"checkpoint", checkpoint, METH_NOARGS, nullptr},
    {"stopping", stopping, METH_NOARGS, nullptr},
    {"now_us", now_us, METH_NOARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "_trawl",
                          "trawl_api, one for one",
                          -1,
                          methods,
                          nullptr,
                          nullptr,
                          nullptr,
                          nullptr};

}  // namespace

PyObject* make_calls_module() {
  return PyModule_Create(&definition);
}

void direct_calls_to(trawl_ctx* ctx) {
  current = ctx;
}

}  // namespace trawl::python_plugin
