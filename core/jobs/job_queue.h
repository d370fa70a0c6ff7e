// What the render thread does next: the order of jobs, and which of them are given up.
#pragma once

#include <QString>
#include <deque>
#include <optional>
#include <variant>

#include "core/jobs/inspection/inspection_parts.h"
#include "core/jobs/render_service.h"

namespace tessera {

/// Another model takes the place of the one in use.
struct OpenJob {
    QString file;
    RenderSettings settings;
};

/// The style vector of a photo.
struct StyleJob {
    StyleSource source;
};

/// The photo of a painting.
struct PhotoJob {
    RenderInput input;
    InspectionParts keep;
    bool shown = false;  ///< a draft of it was shown: what is left is the exact photo of all of it
    bool due = false;    ///< and is far from that, so that no pause is awaited
    quint64 number = 0;  ///< counts requests; JobQueue sets it
};

/// The small photo of a painting in another style.
struct PreviewJob {
    int token = 0;
    RenderInput input;
    int longestSide = RenderService::kPreviewSide;  ///< pixels; larger ones are shrunk to it
};

using Job = std::variant<OpenJob, StyleJob, PhotoJob, PreviewJob>;

/// Knows no threads and takes no locks: its owner does, and reports what happens.
///
///     idle     take() -> running, when a job is ready; else stays idle
///     running  finish() -> idle
///
/// Waiting jobs, in the order in which take() hands them out:
///
///     open     one at most, the newest
///     style    one at most, the newest; ready once there is a model
///     photo    one at most, the newest; ready once there is a model
///     preview  one a token, oldest first; ready once there is a model
///
/// So a preview runs only when nothing else waits. The running job is unwanted, which its owner
/// tells it, when it is a photo, a style or a preview and a model waits to be opened, or a preview
/// and anything else waits, or an exact photo and a quick draft waits that can't be drawn beside
/// it, or an exact photo after a draft of it and one of another picture waits. An unwanted job that
/// was cut short waits again, unless a newer one took its place meanwhile.
class JobQueue {
public:
    enum class State { Idle, Running };
    enum class Outcome { Done, CutShort };

    void push(OpenJob job);
    void push(StyleJob job);
    void push(PhotoJob job);
    void push(PreviewJob job);

    /// A model is there (or none any more): jobs that need one become ready.
    void setHasModel(bool hasModel) { hasModel_ = hasModel; }

    /// The exact photo of a draft that has run, unless another photo waits.
    void refine(PhotoJob draft, bool due = false);

    /// Drafts take a part of an exact photo's time.
    void setDraftsAreQuick(bool quick) { draftsAreQuick_ = quick; }

    /// The next job, which runs from now on. None when one runs or none is ready.
    std::optional<Job> take();

    /// The running exact photo lets drafts of its painting be drawn beside it, from the first call
    /// on. The draft that waits to be, if one does: from now on the job that runs is that of its
    /// exact photo, though what runs is behind it.
    std::optional<PhotoJob> takeBeside();

    /// The photo that runs.
    PhotoJob runningPhoto() const { return std::get<PhotoJob>(*running_); }

    /// The running job has ended.
    void finish(Outcome outcome);

    State state() const { return running_ ? State::Running : State::Idle; }

    /// Is the next job the exact photo of a draft that is shown, which can wait for a pause of the
    /// stroke?
    bool refinementIsNext() const;

    /// Should the running job be cut short?
    bool runningIsUnwanted() const;

    /// Does or will anything run that a user waits for? Previews are not.
    bool busy() const;

    /// Whether the photo of this number may be shown, which makes it the newest that was: false
    /// for one that is older than that. The same may be drawn again.
    bool deliver(quint64 number);

private:
    bool quickDraftWaits() const;
    bool draftWaitsBeside(const PhotoJob& running) const;
    bool somethingWaits() const { return open_ || style_ || photo_; }

    std::optional<OpenJob> open_;
    std::optional<StyleJob> style_;
    std::optional<PhotoJob> photo_;
    std::deque<PreviewJob> previews_;
    std::optional<Job> running_;
    bool hasModel_ = false;
    bool draftsAreQuick_ = false;
    bool runningServes_ = false;
    quint64 lastNumber_ = 0;
    quint64 delivered_ = 0;
};

}  // namespace tessera
