// The render thread.
#include "core/jobs/render_service.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "core/jobs/job_queue.h"
#include "core/jobs/live_canvas.h"
#include "core/jobs/rendering.h"
#include "core/jobs/style_reading.h"
#include "model/inference/engine.h"

namespace tessera {
namespace {

// A stroke without a dab for so long pauses. Until then the processor is left to those who draw the
// draft, and the next dab finds nothing to cut short.
constexpr std::chrono::milliseconds kPause{40};

RenderInput shrunk(RenderInput input, int longestSide) {
    const QSize size = input.labels.size();
    if (qMax(size.width(), size.height()) <= longestSide) {
        return input;
    }
    const QSize small =
        size.scaled(longestSide, longestSide, Qt::KeepAspectRatio).expandedTo({1, 1});
    input.labels = input.labels.scaled(small);
    if (input.source.size() == size) {  // else the refusal tells the sizes as they are
        input.source = input.source.scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    return input;
}

}  // namespace

bool RenderInput::matches(const RenderInput& other) const {
    return labels.size() == other.labels.size() && style == other.style &&
           styleSeed == other.styleSeed && noiseSeed == other.noiseSeed &&
           source.cacheKey() == other.source.cacheKey() && palette == other.palette;
}

RenderInput RenderInput::of(const PaintingData& painting, quint64 revision) {
    RenderInput input;
    input.labels = painting.labels;
    input.palette = painting.palette;
    input.style = painting.style.vector;
    input.styleSeed = painting.style.styleSeed;
    input.noiseSeed = painting.style.noiseSeed;
    input.source = painting.source.image;
    input.revision = revision;
    return input;
}

// Members below the mutex are shared and locked; engine and canvas belong to the thread, what was
// told to the service's owner to the owner's thread.
class RenderService::Worker {
public:
    explicit Worker(RenderService& service) : service_(service), thread_([this] { run(); }) {}

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            cancelled_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

    template <typename AnyJob>
    void push(AnyJob job) {
        {
            const std::lock_guard lock(mutex_);
            queue_.push(std::move(job));
            if (queue_.runningIsUnwanted()) {
                cancelled_ = true;
            }
        }
        wake_.notify_one();
        tellBusy();
    }

    bool busy() const {
        const std::lock_guard lock(mutex_);
        return queue_.busy();
    }

    const std::optional<ModelInfo>& info() const { return info_; }

private:
    void run() {
        while (const std::optional<Job> job = next()) {
            JobQueue::Outcome outcome = JobQueue::Outcome::Done;
            try {
                std::visit([this](const auto& one) { perform(one); }, *job);
            } catch (const Cancelled&) {
                outcome = JobQueue::Outcome::CutShort;
            } catch (const std::exception& error) {
                report(*job, QString::fromUtf8(error.what()));
            }
            // Posted before anyone can see that the job has ended, so that nobody misses it.
            const std::lock_guard lock(mutex_);
            post([this] { tellBusy(); });
            queue_.setHasModel(model_.engine != nullptr);
            queue_.setDraftsAreQuick(canvas_.draftsAreQuick());
            queue_.finish(outcome);
        }
    }

    // Waits for a job; none when the service goes away.
    std::optional<Job> next() {
        std::unique_lock lock(mutex_);
        const auto isStroke = [&] { return !stopping_ && queue_.refinementIsNext(); };
        if (isStroke()) {
            wake_.wait_for(lock, kPause, [&] { return !isStroke(); });
        }
        std::optional<Job> job;
        wake_.wait(lock, [&] { return stopping_ || (job = queue_.take()).has_value(); });
        if (stopping_) {
            return std::nullopt;
        }
        cancelled_ = false;
        return job;
    }

    void perform(const OpenJob& job) {
        model_ = openModelFile(job.file, job.settings);
        canvas_.setModel(model_);
        post([this, info = model_.info] {
            info_ = info;
            Q_EMIT service_.modelOpened(info);
        });
    }

    void perform(const StyleJob& job) {
        post([this, style = styleOf(model_, job.source)] { Q_EMIT service_.styleEncoded(style); });
    }

    void perform(const PhotoJob& job) {
        if (!job.shown && !job.keep && LiveCanvas::isPartlyVisible(job.input)) {
            show(job, canvas_.visiblePhoto(job.input, &cancelled_));
            return;
        }
        const LivePhoto photo =
            canvas_.photo(job.input, keepOf(job.keep), &cancelled_, [this] { drawBeside(); });
        show(running(), photo);
    }

    // A dab does not wait for an exact photo that is being drawn.
    void drawBeside() {
        std::unique_lock lock(mutex_);
        const std::optional<PhotoJob> draft = queue_.takeBeside();
        lock.unlock();
        if (draft) {
            deliver(*draft, canvas_.photo(draft->input, keepOf(draft->keep), &cancelled_));
        }
    }

    // As it is now: drafts may have been drawn beside it.
    PhotoJob running() const {
        const std::lock_guard lock(mutex_);
        return queue_.runningPhoto();
    }

    void show(const PhotoJob& job, const LivePhoto& live) {
        // In a pause of the stroke, or at once where it is due; at its end, where the exact photo
        // takes so long that the next dab would wait for its withdrawal.
        if (!live.exact && !(job.input.draft && LiveCanvas::isLarge(job.input))) {
            const std::lock_guard lock(mutex_);
            queue_.refine(job, live.far);
        }
        deliver(job, live);
    }

    void deliver(const PhotoJob& job, const LivePhoto& live) {
        RenderedPhoto photo;
        photo.image = live.image;
        photo.revision = job.input.revision;
        photo.milliseconds = live.milliseconds;
        photo.note = live.notes.join(QStringLiteral("; "));
        photo.exact = live.exact;
        if (live.insides) {
            photo.inspection = Inspection(live.insides, model_.info.palette, photo.revision);
        }
        post([this, photo, number = job.number] {
            if (isNewest(number)) {
                Q_EMIT service_.rendered(photo);
            }
        });
    }

    void perform(const PreviewJob& job) {
        QStringList notes;
        RenderRequest request = requestFor(shrunk(job.input, job.longestSide), model_.info, notes);
        request.cancelled = &cancelled_;
        post([this, token = job.token, image = photoImage(model_.engine->render(request))] {
            Q_EMIT service_.previewed(token, image);
        });
    }

    void report(const Job& job, const QString& reason) {
        if (const auto* open = std::get_if<OpenJob>(&job)) {
            post([this, reason, file = open->file] { Q_EMIT service_.modelFailed(reason, file); });
        } else if (const auto* preview = std::get_if<PreviewJob>(&job)) {
            post([this, reason, token = preview->token] {
                Q_EMIT service_.previewFailed(token, reason);
            });
        } else {
            post([this, reason] { Q_EMIT service_.failed(reason); });
        }
    }

    bool isNewest(quint64 number) {
        const std::lock_guard lock(mutex_);
        return queue_.deliver(number);
    }

    void tellBusy() {
        const bool now = busy();
        if (now != toldBusy_) {
            toldBusy_ = now;
            Q_EMIT service_.busyChanged(now);
        }
    }

    // Runs in the service's thread, or never when the service goes away first.
    template <typename Function>
    void post(Function function) {
        QMetaObject::invokeMethod(&service_, std::move(function), Qt::QueuedConnection);
    }

    RenderService& service_;
    std::optional<ModelInfo> info_;
    bool toldBusy_ = false;

    OpenedModel model_;
    LiveCanvas canvas_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    JobQueue queue_;
    bool stopping_ = false;
    std::atomic<bool> cancelled_ = false;

    std::thread thread_;  // last: it uses all of the above
};

RenderService::RenderService(QObject* parent)
    : QObject(parent), worker_(std::make_unique<Worker>(*this)) {}

RenderService::~RenderService() = default;

void RenderService::openModel(const QString& file, const RenderSettings& settings) {
    worker_->push(OpenJob{file, settings});
}

std::optional<ModelInfo> RenderService::model() const {
    return worker_->info();
}

void RenderService::request(const RenderInput& input) {
    last_ = input;
    lastKept_ = kept_;
    worker_->push(PhotoJob{input, kept_});
}

void RenderService::setKept(InspectionParts parts) {
    kept_ = parts;
    if (last_ && (lastKept_ | parts) != lastKept_) {
        request(RenderInput(*last_));
    }
}

void RenderService::preview(int token, const RenderInput& input, int longestSide) {
    worker_->push(PreviewJob{token, input, longestSide});
}

void RenderService::encodeStyle(const StyleSource& source) {
    worker_->push(StyleJob{source});
}

bool RenderService::busy() const {
    return worker_->busy();
}

}  // namespace tessera
