// The fields of every message in the order in which they travel, each with its limit. The codec has no
// other knowledge of the messages: a field that is missing here does not travel.
#pragma once

#include <cstddef>
#include <tuple>

#include "wire/messages.hpp"

namespace trawl::wire {

// Bytes of a text, or entries of a list; numbers need none.
inline constexpr std::size_t max_name = 512;        // ids, kinds, keys, codes, methods
inline constexpr std::size_t max_text = 64u << 10;  // URLs, sentences, header lines
inline constexpr std::size_t max_value = 1u << 20;  // an item, a value of the state
inline constexpr std::size_t max_page = 1u << 20;   // of a page that a report is about
inline constexpr std::size_t max_config = 8u << 20;
inline constexpr std::size_t max_body = 48u << 20;
inline constexpr std::size_t max_headers = 4096;
inline constexpr std::size_t max_state = 10'000;

template <class Message, class T>
struct Field {
  T Message::* member;
  std::size_t limit = 0;
};
template <class Message, class T>
Field(T Message::*, std::size_t) -> Field<Message, T>;
template <class Message, class T>
Field(T Message::*) -> Field<Message, T>;

template <class Message>
inline constexpr std::tuple<> fields{};

template <>
inline constexpr auto fields<Start> = std::tuple{Field{&Start::plugin_id, max_name},
                                                 Field{&Start::run_id, max_name},
                                                 Field{&Start::platform, max_name},
                                                 Field{&Start::trigger, max_name},
                                                 Field{&Start::config, max_config},
                                                 Field{&Start::state, max_state},
                                                 Field{&Start::now_us},
                                                 Field{&Start::deadline_us},
                                                 Field{&Start::seed},
                                                 Field{&Start::max_in_flight},
                                                 Field{&Start::replay},
                                                 Field{&Start::later}};

template <>
inline constexpr auto fields<Response> = std::tuple{Field{&Response::request},
                                                    Field{&Response::net},
                                                    Field{&Response::http_status},
                                                    Field{&Response::url, max_text},
                                                    Field{&Response::body, max_body},
                                                    Field{&Response::error, max_text},
                                                    Field{&Response::headers, max_headers},
                                                    Field{&Response::elapsed_us},
                                                    Field{&Response::attempts},
                                                    Field{&Response::from_cache}};

template <>
inline constexpr auto fields<Hello> =
    std::tuple{Field{&Hello::plugin_id, max_name}, Field{&Hello::plugin_version, max_name}};

template <>
inline constexpr auto fields<Fetch> = std::tuple{
    Field{&Fetch::request},       Field{&Fetch::flags},          Field{&Fetch::method, max_name},
    Field{&Fetch::url, max_text}, Field{&Fetch::body, max_body}, Field{&Fetch::headers, max_headers},
    Field{&Fetch::timeout_ms},    Field{&Fetch::priority}};

template <>
inline constexpr auto fields<Taken> = std::tuple{Field{&Taken::request}};

template <>
inline constexpr auto fields<Released> = std::tuple{Field{&Released::request}};

template <>
inline constexpr auto fields<Item> =
    std::tuple{Field{&Item::kind, max_name}, Field{&Item::key, max_name}, Field{&Item::data, max_value}};

template <>
inline constexpr auto fields<Report> = std::tuple{
    Field{&Report::severity},       Field{&Report::code, max_name},      Field{&Report::url, max_text},
    Field{&Report::text, max_text}, Field{&Report::page_type, max_text}, Field{&Report::page, max_page}};

template <>
inline constexpr auto fields<Log> = std::tuple{Field{&Log::level}, Field{&Log::text, max_text}};

template <>
inline constexpr auto fields<Progress> =
    std::tuple{Field{&Progress::done}, Field{&Progress::total}, Field{&Progress::what, max_text}};

template <>
inline constexpr auto fields<State> =
    std::tuple{Field{&State::key, max_name}, Field{&State::value, max_value}};

template <>
inline constexpr auto fields<Breach> =
    std::tuple{Field{&Breach::rule, max_name}, Field{&Breach::text, max_text}};

template <>
inline constexpr auto fields<Spent> =
    std::tuple{Field{&Spent::heap_growth}, Field{&Spent::cpu_us}, Field{&Spent::peak_bytes}, Field{&Spent::descriptors}};

template <>
inline constexpr auto fields<Done> = std::tuple{Field{&Done::status}, Field{&Done::text, max_text}};

template <>
inline constexpr auto fields<LoadFailed> = std::tuple{Field{&LoadFailed::text, max_text}};

}  // namespace trawl::wire
