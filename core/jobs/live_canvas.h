// The photo of a canvas that is painted on: parts of it while a stroke goes on, the whole at its
// end, kept ones at once where a painting goes back. For the render thread.
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>
#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>

#include "core/jobs/render_service.h"

namespace tessera {

class Engine;
class Frame;
struct Insides;
struct Keep;
struct OpenedModel;

/// A photo as a canvas gives it.
struct LivePhoto {
    QImage image;  ///< Format_RGB888
    QStringList notes;
    double milliseconds = 0;
    bool exact = true;
    bool far = false;                        ///< from the exact one, which is due
    std::shared_ptr<const Insides> insides;  ///< where something was to be kept
};

/// Exact photos of states that a painting may come back to, the last used first. Holds at most
/// kMost of them and kMostBytes, labels included.
class KeptPhotos {
public:
    static constexpr size_t kMost = 32;
    static constexpr qint64 kMostBytes = qint64{96} << 20;

    /// Null where there is none of that picture.
    const LivePhoto* find(const RenderInput& input);
    void keep(const RenderInput& input, const LivePhoto& photo);
    void clear() { photos_.clear(); }

private:
    struct Entry {
        RenderInput input;
        LivePhoto photo;
    };
    std::list<Entry> photos_;
};

/// What differs between two maps of one size; empty where nothing does.
QRect differingArea(const LabelMap& a, const LabelMap& b);

class LiveCanvas {
public:
    LiveCanvas();
    ~LiveCanvas();

    /// From now on photos are of this model.
    void setModel(const OpenedModel& model);

    /// The photo of `input`. A draft that differs from the last photo in labels alone is drawn
    /// where they differ, with the inside that the last photo kept, but not oftener than every
    /// kInsidesPause; everything else is exact. Throws as Engine::render() and requestFor().
    ///
    /// `between` is called while an exact photo is drawn of what the last one shows, and may ask
    /// for photos of drafts. The exact one is then kept, and comes with what they changed.
    LivePhoto photo(const RenderInput& input,
                    const Keep& keep,
                    const std::atomic<bool>* cancelled,
                    const std::function<void()>& between = {});

    /// Copying an inside, and making figures of it, takes a few drafts' time.
    static constexpr std::chrono::milliseconds kInsidesPause{100};

    /// The same where only a part of a large canvas is looked at: that part is drawn, and the rest
    /// is as it was, or shows the labels.
    LivePhoto visiblePhoto(const RenderInput& input, const std::atomic<bool>* cancelled);

    static bool isLarge(const RenderInput& input);
    static bool isPartlyVisible(const RenderInput& input);

    /// Whether the next draft draws a part only.
    bool draftsAreQuick() const;

private:
    /// Whether a part is enough to draw: the frame holds the same painting with other labels.
    bool differsInLabels(const RenderInput& input) const;
    LivePhoto redraw(const RenderInput& input,
                     const QRect& area,
                     const std::atomic<bool>* cancelled);
    std::shared_ptr<const Insides> insidesOfDraft(const Keep& keep);
    LivePhoto render(const RenderInput& input,
                     const Keep& keep,
                     const std::atomic<bool>* cancelled,
                     const std::function<void()>& between);
    LivePhoto followDrafts(const RenderInput& exact,
                           const Keep& keep,
                           const std::atomic<bool>* cancelled);

    std::unique_ptr<const OpenedModel> model_;
    std::unique_ptr<Frame> frame_;
    std::optional<RenderInput> shown_;                 ///< what the frame holds
    LivePhoto photo_;                                  ///< of that
    QRect drawn_;                                      ///< the part of it that a model has drawn
    std::chrono::steady_clock::time_point insidesAt_;  ///< when the last were given
    QStringList modelNotes_;  ///< what the engine said, once each, of all its pictures
    KeptPhotos kept_;
};

}  // namespace tessera
