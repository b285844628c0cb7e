#include "trawl-plugin/check/site.hpp"

#include <algorithm>
#include <utility>

namespace trawl::author::check {

Task<Answer> Site::fetch(fetch::Request request, std::shared_ptr<fetch::Session> session,
                         std::stop_token stop) {
  const cassette::Question question = cassette::question_of(request, recording_.header.redact_query);
  if (std::ranges::find(asked_, question) == asked_.end()) asked_.push_back(question);
  const bool meets_mishap = mishap_.apply && (mishap_.question.url.empty() || mishap_.question == question);
  Answer answer = co_await player_.fetch(std::move(request), std::move(session), std::move(stop));
  if (meets_mishap) answer = mishap_.apply(std::move(answer), chance_);
  co_return answer;
}

}  // namespace trawl::author::check
