// Boost.JSON, compiled into the worker.
#include <boost/json/src.hpp>
