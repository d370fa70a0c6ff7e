// The order of jobs.
#include "core/jobs/job_queue.h"

#include <algorithm>
#include <utility>

namespace tessera {
namespace {

template <typename T>
std::optional<Job> takeFrom(std::optional<T>& place) {
    return Job(*std::exchange(place, std::nullopt));
}

}  // namespace

void JobQueue::push(OpenJob job) {
    open_ = std::move(job);
}

void JobQueue::push(StyleJob job) {
    style_ = std::move(job);
}

void JobQueue::push(PhotoJob job) {
    job.number = ++lastNumber_;
    photo_ = std::move(job);
}

void JobQueue::refine(PhotoJob draft, bool due) {
    if (!photo_) {
        draft.input.draft = false;
        draft.shown = true;
        draft.due = due;
        push(std::move(draft));
    }
}

void JobQueue::push(PreviewJob job) {
    const auto same =
        std::find_if(previews_.begin(), previews_.end(), [&](const PreviewJob& other) {
            return other.token == job.token;
        });
    if (same != previews_.end()) {
        *same = std::move(job);
    } else {
        previews_.push_back(std::move(job));
    }
}

std::optional<Job> JobQueue::take() {
    if (running_) {
        return std::nullopt;
    }
    if (open_) {
        running_ = takeFrom(open_);
    } else if (hasModel_ && style_) {
        running_ = takeFrom(style_);
    } else if (hasModel_ && photo_) {
        running_ = takeFrom(photo_);
    } else if (hasModel_ && !previews_.empty()) {
        running_ = std::move(previews_.front());
        previews_.pop_front();
    }
    runningServes_ = false;
    return running_;
}

std::optional<PhotoJob> JobQueue::takeBeside() {
    runningServes_ = true;
    if (!draftWaitsBeside(runningPhoto())) {
        return std::nullopt;
    }
    PhotoJob draft = *std::exchange(photo_, std::nullopt);
    PhotoJob exact = draft;
    exact.input.draft = false;
    exact.shown = true;
    running_ = std::move(exact);
    return draft;
}

void JobQueue::finish(Outcome outcome) {
    const Job job = *std::exchange(running_, std::nullopt);
    if (outcome == Outcome::Done) {
        return;
    }
    if (const auto* style = std::get_if<StyleJob>(&job); style != nullptr && !style_) {
        style_ = *style;
    } else if (const auto* photo = std::get_if<PhotoJob>(&job); photo != nullptr && !photo_) {
        photo_ = *photo;
    } else if (const auto* preview = std::get_if<PreviewJob>(&job)) {
        const bool replaced =
            std::any_of(previews_.begin(), previews_.end(), [&](const PreviewJob& other) {
                return other.token == preview->token;
            });
        if (!replaced) {
            previews_.push_front(*preview);
        }
    }
}

bool JobQueue::refinementIsNext() const {
    return !running_ && hasModel_ && !open_ && !style_ && photo_ && photo_->shown && !photo_->due;
}

bool JobQueue::runningIsUnwanted() const {
    if (!running_ || std::holds_alternative<OpenJob>(*running_)) {
        return false;
    }
    const auto* photo = std::get_if<PhotoJob>(&*running_);
    if (photo != nullptr && !photo->input.draft && quickDraftWaits()) {
        return open_.has_value() || !draftWaitsBeside(*photo);
    }
    if (photo != nullptr && photo->shown && photo_ && !photo_->input.shows(photo->input)) {
        return true;
    }
    return open_.has_value() || (std::holds_alternative<PreviewJob>(*running_) && somethingWaits());
}

bool JobQueue::quickDraftWaits() const {
    return draftsAreQuick_ && photo_ && photo_->input.draft;
}

bool JobQueue::draftWaitsBeside(const PhotoJob& running) const {
    return runningServes_ && photo_ && photo_->input.draft && photo_->input.matches(running.input);
}

bool JobQueue::busy() const {
    const bool waitedFor = running_ && !std::holds_alternative<PreviewJob>(*running_);
    return waitedFor || open_ || (hasModel_ && (style_ || photo_));
}

bool JobQueue::deliver(quint64 number) {
    if (number < delivered_) {
        return false;
    }
    delivered_ = number;
    return true;
}

}  // namespace tessera
