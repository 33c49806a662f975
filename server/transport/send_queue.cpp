// SPDX-License-Identifier: EUPL-1.2
#include "transport/send_queue.hpp"

namespace plaza::transport {

void send_queue::push(message text) {
    if (ended_ || !text) return;
    // One message alone may be larger than the bound: the longest text with its HTML has to arrive too.
    bool const fits = waiting_.empty() || (bytes_ <= most_bytes_ && text->size() <= most_bytes_ - bytes_);
    if (waiting_.size() >= most_messages_ || !fits) {
        end(close_reason::too_slow);
        return;
    }
    bytes_ += text->size();
    waiting_.push_back(std::move(text));
}

void send_queue::end(close_reason why) {
    if (ended_) return;
    ended_ = why;
    std::deque<message>().swap(waiting_);
    bytes_ = 0;
}

std::vector<send_queue::message> send_queue::next() {
    std::vector<message> out;
    if (writing_) return out;
    std::size_t taken = 0;
    while (!waiting_.empty() && out.size() < limits::live_write_messages &&
           (out.empty() || taken + waiting_.front()->size() <= limits::live_write_bytes)) {
        taken += waiting_.front()->size();
        out.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    bytes_ -= taken;
    writing_ = !out.empty();
    return out;
}

}  // namespace plaza::transport
