// Keeps and forgets styles.
#include "ui/style/style_model.h"

#include <algorithm>

#include "ui/style/kept_styles.h"

namespace tessera::ui {

bool sameLook(const Style& a, const Style& b) {
    // With a vector the style's seed is not used.
    return a.noiseSeed == b.noiseSeed && a.vector == b.vector &&
           (!a.vector.empty() || a.styleSeed == b.styleSeed);
}

void StyleModel::reset(const QString& modelName) {
    beginResetModel();
    modelName_ = modelName;
    entries_.clear();
    named_ = 0;
    for (const Style& style : loadKeptStyles(modelName_)) {
        entries_.push_back({style, true, {}});
    }
    endResetModel();
}

void StyleModel::setStyleLength(int length) {
    styleLength_ = length;
    if (!entries_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {UsableRole});
    }
}

QString StyleModel::nextName() {
    const auto taken = [this](const QString& name) {
        return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
            return entry.style.styleName == name;
        });
    };
    QString name;
    do {
        name = tr("Style %1").arg(++named_);
    } while (taken(name));
    return name;
}

void StyleModel::setCurrent(const Style& style) {
    current_ = style;
    if (indexOf(style) < 0) {
        const int row = keptCount();
        beginInsertRows({}, row, row);
        entries_.insert(entries_.begin() + row, {style, false, {}});
        endInsertRows();
        forgetOldest();
    }
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {CurrentRole});
}

void StyleModel::forgetOldest() {
    while (rowCount() - keptCount() > kRecent) {
        remove(rowCount() - 1);
    }
}

int StyleModel::indexOf(const Style& style) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return sameLook(entry.style, style);
    });
    return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

int StyleModel::keptCount() const {
    return static_cast<int>(std::count_if(
        entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.kept; }));
}

void StyleModel::setKept(int row, bool kept) {
    if (entries_[row].kept == kept) {
        return;
    }
    // A style that is kept joins the end of the kept ones, one that is let go the newest recent
    // ones: both meet at the border between the two.
    const int border = keptCount() - (kept ? 0 : 1);
    entries_[row].kept = kept;
    moveTo(row, border);
    Q_EMIT dataChanged(index(border), index(border), {KeptRole});
    store();
    forgetOldest();
}

void StyleModel::moveTo(int from, int to) {
    if (from == to) {
        return;
    }
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    const auto begin = entries_.begin();
    if (from < to) {
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    } else {
        std::rotate(begin + to, begin + from, begin + from + 1);
    }
    endMoveRows();
}

void StyleModel::remove(int row) {
    beginRemoveRows({}, row, row);
    const bool kept = entries_[row].kept;
    entries_.erase(entries_.begin() + row);
    endRemoveRows();
    if (kept) {
        store();
    }
}

void StyleModel::setThumbnail(const Style& style, const QImage& thumbnail) {
    if (const int row = indexOf(style); row >= 0) {
        entries_[row].thumbnail = thumbnail;
        Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
    }
}

void StyleModel::store() const {
    std::vector<Style> kept;
    for (const Entry& entry : entries_) {
        if (entry.kept) {
            kept.push_back(entry.style);
        }
    }
    storeKeptStyles(modelName_, kept);
}

bool StyleModel::isUsable(const Style& style) const {
    return style.vector.empty() || static_cast<int>(style.vector.size()) == styleLength_;
}

int StyleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant StyleModel::data(const QModelIndex& index, int role) const {
    const Entry& entry = entries_[index.row()];
    const bool usable = isUsable(entry.style);
    const QString name = entry.style.styleName.isEmpty() ? tr("Style") : entry.style.styleName;
    switch (role) {
        case Qt::DisplayRole:
            return name;
        case Qt::EditRole:
            return entry.style.styleName;
        case Qt::ToolTipRole:
            return usable ? name : tr("%1\nIts vector was made for another model").arg(name);
        case Qt::AccessibleTextRole:
            return entry.kept ? tr("%1, kept").arg(name) : name;
        case ThumbnailRole:
            return entry.thumbnail;
        case KeptRole:
            return entry.kept;
        case CurrentRole:
            return sameLook(entry.style, current_);
        case UsableRole:
            return usable;
        default:
            return {};
    }
}

bool StyleModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || name.isEmpty()) {
        return false;
    }
    entries_[index.row()].style.styleName = name;
    Q_EMIT dataChanged(index, index, {Qt::DisplayRole, Qt::ToolTipRole});
    store();
    return true;
}

Qt::ItemFlags StyleModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractListModel::flags(index) | Qt::ItemIsEditable;
    return index.isValid() && !isUsable(entries_[index.row()].style) ? flags & ~Qt::ItemIsEnabled
                                                                     : flags;
}

}  // namespace tessera::ui
