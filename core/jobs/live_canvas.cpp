// Compares what is asked for with what is there.
#include "core/jobs/live_canvas.h"

#include <algorithm>
#include <cstring>

#include "core/images/image_files.h"
#include "core/jobs/class_mapping.h"
#include "core/jobs/rendering.h"
#include "model/inference/engine.h"
#include "model/inspection/insides.h"

namespace tessera {
namespace {

void put(const Redrawn& redrawn, QImage& image) {
    const auto row = static_cast<size_t>(redrawn.area.width) * 3;
    for (int64_t y = 0; y < redrawn.area.height; ++y) {
        std::memcpy(image.scanLine(static_cast<int>(redrawn.area.top + y)) + redrawn.area.left * 3,
                    redrawn.rgb.data() + static_cast<size_t>(y) * row,
                    row);
    }
}

}  // namespace

const LivePhoto* KeptPhotos::find(const RenderInput& input) {
    const auto found = std::find_if(photos_.begin(), photos_.end(), [&](const Entry& entry) {
        return entry.input.shows(input);
    });
    if (found == photos_.end()) {
        return nullptr;
    }
    photos_.splice(photos_.begin(), photos_, found);
    return &photos_.front().photo;
}

void KeptPhotos::keep(const RenderInput& input, const LivePhoto& photo) {
    if (find(input) == nullptr) {
        photos_.push_front({input, photo});
        photos_.front().photo.insides.reset();
    }
    constexpr qint64 kBytesAPixel = 3 + 2;
    qint64 bytes = 0;
    size_t count = 0;
    for (auto entry = photos_.begin(); entry != photos_.end();) {
        bytes += kBytesAPixel * entry->input.labels.width() * entry->input.labels.height();
        ++count;
        entry = bytes > kMostBytes || count > kMost ? photos_.erase(entry) : std::next(entry);
    }
}

QRect differingArea(const LabelMap& a, const LabelMap& b) {
    const int width = a.width(), height = a.height();
    const auto differs = [&](int y) {
        const uint16_t *one = a.scanLine(y), *other = b.scanLine(y);
        return one != other &&
               std::memcmp(one, other, sizeof(uint16_t) * static_cast<size_t>(width)) != 0;
    };
    int top = 0, bottom = height - 1;
    while (top < height && !differs(top)) {
        ++top;
    }
    while (bottom > top && !differs(bottom)) {
        --bottom;
    }
    int left = width, right = -1;
    for (int y = top; y <= bottom && top < height; ++y) {
        const uint16_t *one = a.scanLine(y), *other = b.scanLine(y);
        if (one == other) {
            continue;
        }
        left = static_cast<int>(std::mismatch(one, one + std::min(left, width), other).first - one);
        int x = width - 1;
        while (x > right && one[x] == other[x]) {
            --x;
        }
        right = std::max(right, x);
    }
    return right < left ? QRect() : QRect(QPoint(left, top), QPoint(right, bottom));
}

LiveCanvas::LiveCanvas() = default;
LiveCanvas::~LiveCanvas() = default;

void LiveCanvas::setModel(const OpenedModel& model) {
    kept_.clear();
    shown_.reset();
    modelNotes_.clear();
    frame_ = model.engine->frame();
    model_ = std::make_unique<const OpenedModel>(model);
}

LivePhoto LiveCanvas::photo(const RenderInput& input,
                            const Keep& keep,
                            const std::atomic<bool>* cancelled,
                            const std::function<void()>& between) {
    if (input.draft && differsInLabels(input)) {
        LivePhoto photo = redraw(input, differingArea(shown_->labels, input.labels), cancelled);
        photo.insides = insidesOfDraft(keep);
        return photo;
    }
    if (keep == Keep::nothing() && !input.draft) {
        if (const LivePhoto* photo = kept_.find(input)) {
            return *photo;
        }
    }
    return render(input, keep, cancelled, between);
}

std::shared_ptr<const Insides> LiveCanvas::insidesOfDraft(const Keep& keep) {
    const auto now = std::chrono::steady_clock::now();
    if (keep == Keep::nothing() || now - insidesAt_ < kInsidesPause) {
        return nullptr;
    }
    std::optional<Picture> picture = frame_->inside(keep);
    if (!picture) {
        return nullptr;
    }
    auto insides = std::make_shared<Insides>();
    insides->engine = model_->engine;
    insides->request = frame_->canvas();
    insides->request.keep = keep;
    insides->picture = *std::move(picture);
    insidesAt_ = std::chrono::steady_clock::now();
    return insides;
}

LivePhoto LiveCanvas::visiblePhoto(const RenderInput& input, const std::atomic<bool>* cancelled) {
    if (const LivePhoto* photo = input.draft ? nullptr : kept_.find(input)) {
        return *photo;
    }
    const QRect part = input.visible & input.labels.rect();
    if (drawn_.contains(part) && differsInLabels(input)) {
        const QRect area = differingArea(shown_->labels, input.labels);
        if (qint64{area.width()} * area.height() <= Frame::kLargeCanvas) {
            return redraw(input, area, cancelled);
        }
    }
    LivePhoto photo;
    RenderRequest request = requestFor(input, model_->info, photo.notes);
    request.cancelled = cancelled;
    shown_.reset();
    const Redrawn redrawn =
        frame_->look(request, {part.top(), part.left(), part.height(), part.width()});
    shown_ = input;
    photo.image =
        photo_.image.size() == input.labels.size()
            ? photo_.image
            : colorImage(input.labels, input.palette).convertToFormat(QImage::Format_RGB888);
    put(redrawn, photo.image);
    photo.exact = redrawn.exact;
    photo.milliseconds = redrawn.milliseconds;
    photo.notes << modelNotes_;
    photo_ = photo;
    drawn_ = part;
    if (photo.exact) {
        drawn_ = input.labels.rect();
        kept_.keep(input, photo);
    }
    return photo;
}

bool LiveCanvas::isLarge(const RenderInput& input) {
    return qint64{input.labels.width()} * input.labels.height() > Frame::kLargeCanvas;
}

bool LiveCanvas::isPartlyVisible(const RenderInput& input) {
    const QRect part = input.visible & input.labels.rect();
    const qint64 seen = qint64{part.width()} * part.height();
    return isLarge(input) && !part.isEmpty() &&
           2 * seen < qint64{input.labels.width()} * input.labels.height();
}

bool LiveCanvas::draftsAreQuick() const {
    return frame_ && shown_ && frame_->keeps();
}

bool LiveCanvas::differsInLabels(const RenderInput& input) const {
    return draftsAreQuick() && shown_->matches(input);
}

LivePhoto LiveCanvas::redraw(const RenderInput& input,
                             const QRect& area,
                             const std::atomic<bool>* cancelled) {
    if (area.isEmpty()) {
        return photo_;
    }
    LabelChange change{{area.top(), area.left(), area.height(), area.width()}, {}};
    change.labels =
        ClassMapping(input.palette, model_->info.palette).map(input.labels.copy(area)).channels;
    // Taken along with the photo only when it is there: after an error the next one is exact.
    RenderInput next = input;
    shown_.reset();
    const Redrawn redrawn = frame_->update(change, cancelled);
    shown_ = std::move(next);
    put(redrawn, photo_.image);
    photo_.exact = redrawn.exact;
    photo_.far = redrawn.far;
    photo_.milliseconds = redrawn.milliseconds;
    return photo_;
}

/// What drafts changed while the exact photo was drawn is drawn again on that.
LivePhoto LiveCanvas::followDrafts(const RenderInput& exact,
                                   const Keep& keep,
                                   const std::atomic<bool>* cancelled) {
    const RenderInput now = *shown_;
    LivePhoto photo = redraw(now, differingArea(exact.labels, now.labels), cancelled);
    photo.insides = insidesOfDraft(keep);
    return photo;
}

LivePhoto LiveCanvas::render(const RenderInput& input,
                             const Keep& keep,
                             const std::atomic<bool>* cancelled,
                             const std::function<void()>& between) {
    LivePhoto photo;
    const bool serves = shown_ && shown_->shows(input);
    auto insides = std::make_shared<Insides>();
    insides->request = requestFor(input, model_->info, photo.notes);
    const bool wanted = !(keep == Keep::nothing());
    const bool keeps = wanted && canKeep(*model_->engine, insides->request, keep);
    if (keeps) {
        insides->request.keep = keep;
    }
    insides->request.cancelled = cancelled;
    insides->picture = frame_->render(insides->request, serves ? between : std::function<void()>());
    insides->request.cancelled = nullptr;
    insides->engine = model_->engine;
    photo.image = photoImage(insides->picture);
    photo.milliseconds = insides->picture.milliseconds;
    for (const std::string& note : insides->picture.notes) {
        modelNotes_ << QString::fromStdString(note);
    }
    photo.notes << modelNotes_;
    photo_ = photo;
    drawn_ = input.labels.rect();
    kept_.keep(input, photo);
    if (serves && shown_ && !shown_->shows(input)) {
        return followDrafts(input, keep, cancelled);
    }
    shown_ = input;
    if (keeps) {
        photo.insides = std::move(insides);
        insidesAt_ = std::chrono::steady_clock::now();
    } else if (wanted) {
        photo.notes << RenderService::tr(
            "there is not enough memory to look inside this picture; "
            "close some of the panels, or try a smaller one");
    }
    return photo;
}

}  // namespace tessera
