#include "core/document/history.h"

#include <algorithm>
#include <utility>

namespace tessera {
namespace {

qint64 bytesOf(const LabelPatch& patch) {
    return patch.bytes();
}

qint64 bytesOf(const Style& style) {
    qsizetype characters = style.styleName.size();
    for (const auto& [region, photo] : style.regionPhotos.asKeyValueRange()) {
        characters += region.size() + photo.size();
    }
    return static_cast<qint64>(style.vector.capacity() * sizeof(float)) +
           characters * qint64{sizeof(QChar)};
}

qint64 bytesOf(const SourcePhoto& source) {
    return source.image.sizeInBytes() + source.name.size() * qint64{sizeof(QChar)};
}

qint64 bytesOf(const Labelling& labelling) {
    // Palettes are shared with the library of palettes.
    return qint64{labelling.labels.width()} * labelling.labels.height() * qint64{sizeof(uint16_t)};
}

}  // namespace

void History::start(const QString& name) {
    entries_.clear();
    position_ = 0;
    bytes_ = 0;
    firstName_ = name;
    firstState_ = ++lastState_;
}

void History::push(const QString& name, LabelPatch before) {
    push(Entry{name, 0, std::move(before)});
}

void History::push(const QString& name, const Style& before) {
    push(Entry{name, 0, before});
}

void History::push(const QString& name, Labelling before) {
    push(Entry{name, 0, std::move(before)});
}

void History::push(const QString& name, const SourcePhoto& before) {
    push(Entry{name, 0, before});
}

void History::push(Entry entry) {
    while (canRedo()) {
        bytes_ -= entries_.back().bytes;
        entries_.pop_back();
    }
    entry.state = ++lastState_;
    entry.bytes = static_cast<qint64>(sizeof(Entry)) + entry.name.size() * qint64{sizeof(QChar)} +
                  std::visit([](const auto& other) { return bytesOf(other); }, entry.other);
    bytes_ += entry.bytes;
    entries_.push_back(std::move(entry));
    ++position_;
    shrink();
}

History::Step History::undo(PaintingData& painting) {
    --position_;
    return exchange(entries_[position_], painting);
}

History::Step History::redo(PaintingData& painting) {
    ++position_;
    return exchange(entries_[position_ - 1], painting);
}

History::Step History::exchange(Entry& entry, PaintingData& painting) {
    Step step;
    const qint64 fixed =
        entry.bytes - std::visit([](const auto& other) { return bytesOf(other); }, entry.other);
    if (auto* patch = std::get_if<LabelPatch>(&entry.other)) {
        step.labels = patch->exchange(painting.labels);
    } else if (auto* style = std::get_if<Style>(&entry.other)) {
        std::swap(*style, painting.style);
        step.style = true;
    } else if (auto* source = std::get_if<SourcePhoto>(&entry.other)) {
        std::swap(*source, painting.source);
        step.source = true;
    } else {
        auto& labelling = std::get<Labelling>(entry.other);
        std::swap(labelling.labels, painting.labels);
        std::swap(labelling.palette, painting.palette);
        step.palette = true;
    }
    bytes_ -= entry.bytes;
    entry.bytes = fixed + std::visit([](const auto& other) { return bytesOf(other); }, entry.other);
    bytes_ += entry.bytes;
    shrink();  // the other side of a change may be the larger one
    return step;
}

PaintingData History::at(int position, PaintingData painting) const {
    const auto exchangeCopy = [&](const Entry& entry) {
        if (const auto* patch = std::get_if<LabelPatch>(&entry.other)) {
            LabelPatch(*patch).exchange(painting.labels);
        } else if (const auto* style = std::get_if<Style>(&entry.other)) {
            painting.style = *style;
        } else if (const auto* source = std::get_if<SourcePhoto>(&entry.other)) {
            painting.source = *source;
        } else {
            const auto& labelling = std::get<Labelling>(entry.other);
            painting.labels = labelling.labels;
            painting.palette = labelling.palette;
        }
    };
    for (int i = position_; i > position; --i) {
        exchangeCopy(entries_[i - 1]);
    }
    for (int i = position_; i < position; ++i) {
        exchangeCopy(entries_[i]);
    }
    return painting;
}

QStringList History::names() const {
    QStringList names{firstName_};
    for (const Entry& entry : entries_) {
        names << entry.name;
    }
    return names;
}

quint64 History::state() const {
    return position_ == 0 ? firstState_ : entries_[position_ - 1].state;
}

void History::setLimit(qint64 bytes) {
    limit_ = std::max(bytes, qint64{0});
    shrink();
}

void History::shrink() {
    while (bytes_ > limit_ && position_ > 0) {
        bytes_ -= entries_.front().bytes;
        firstName_ = entries_.front().name;  // the oldest state left is the one that it led to
        firstState_ = entries_.front().state;
        entries_.pop_front();
        --position_;
    }
    while (bytes_ > limit_ && canRedo()) {
        bytes_ -= entries_.back().bytes;
        entries_.pop_back();
    }
}

}  // namespace tessera
