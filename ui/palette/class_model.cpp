// Builds the rows and says what each of them shows.
#include "ui/palette/class_model.h"

#include <QLocale>
#include <algorithm>

namespace tessera::ui {

QString ClassModel::keyOf(int classIndex) {
    return classIndex < 10 ? QString::number((classIndex + 1) % 10) : QString();
}

void ClassModel::setPalette(const Palette& palette) {
    palette_ = palette;
    groups_.clear();
    if (palette.size() > kLongestPlain) {
        for (const PaletteClass& c : palette.classes()) {
            if (!groups_.contains(c.group)) {
                groups_.append(c.group);
            }
        }
        if (groups_.size() == 1) {
            groups_.clear();
        }
    }
    folded_.clear();
    words_.clear();
    areas_.clear();
    pixels_ = largest_ = 0;
    chosen_ = 0;
    rebuild();
}

void ClassModel::setAreas(std::vector<qint64> areas, qint64 pixels) {
    areas_ = std::move(areas);
    pixels_ = pixels;
    largest_ = areas_.empty() ? 0 : *std::max_element(areas_.begin(), areas_.end());
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ShareRole, BarRole});
    }
}

void ClassModel::setFilter(const QString& text) {
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words != words_) {
        words_ = words;
        rebuild();
    }
}

void ClassModel::setChosen(int classIndex) {
    const int before = std::exchange(chosen_, classIndex);
    for (int changed : {before, classIndex}) {
        if (const QModelIndex row = indexOfClass(changed); row.isValid()) {
            Q_EMIT dataChanged(row, row, {ChosenRole});
        }
    }
}

bool ClassModel::isHeading(const QModelIndex& index) const {
    return index.isValid() && rows_[index.row()].classIndex < 0;
}

void ClassModel::setFolded(const QModelIndex& heading, bool folded) {
    const QString group = rows_[heading.row()].group;
    if (folded == folded_.contains(group)) {
        return;
    }
    folded ? void(folded_.insert(group)) : void(folded_.remove(group));
    rebuild();
}

void ClassModel::toggleFolded(const QModelIndex& heading) {
    setFolded(heading, !folded_.contains(rows_[heading.row()].group));
}

QModelIndex ClassModel::indexOfClass(int classIndex) const {
    for (size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row].classIndex == classIndex) {
            return index(static_cast<int>(row));
        }
    }
    return {};
}

int ClassModel::firstClass() const {
    const auto found = std::find_if(
        rows_.begin(), rows_.end(), [](const Row& row) { return row.classIndex >= 0; });
    return found == rows_.end() ? -1 : found->classIndex;
}

bool ClassModel::matches(int classIndex) const {
    const QString& name = palette_.classes()[classIndex].name;
    return std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
        return name.contains(word, Qt::CaseInsensitive);
    });
}

void ClassModel::rebuild() {
    beginResetModel();
    rows_.clear();
    if (groups_.isEmpty()) {
        for (int i = 0; i < palette_.size(); ++i) {
            if (matches(i)) {
                rows_.push_back({i, {}});
            }
        }
    }
    for (const QString& group : groups_) {
        appendGroup(group);
    }
    endResetModel();
}

void ClassModel::appendGroup(const QString& group) {
    const bool folded = words_.isEmpty() && folded_.contains(group);
    bool headed = false;
    for (int i = 0; i < palette_.size(); ++i) {
        if (palette_.classes()[i].group != group || !matches(i)) {
            continue;
        }
        if (!std::exchange(headed, true)) {
            rows_.push_back({-1, group});
        }
        if (!folded) {
            rows_.push_back({i, group});
        }
    }
}

double ClassModel::shareOf(const Row& row) const {
    if (pixels_ == 0 || row.classIndex >= static_cast<int>(areas_.size())) {
        return 0;
    }
    return static_cast<double>(areas_[row.classIndex]) / static_cast<double>(pixels_);
}

QString ClassModel::describe(const Row& row) const {
    const double share = 100 * shareOf(row);
    const QString percent = share > 0 && share < 0.1
                                ? tr("under 0.1 % of the picture")
                                : tr("%1 % of the picture").arg(QLocale().toString(share, 'f', 1));
    const QString key = keyOf(row.classIndex);
    const QString name = palette_.classes()[row.classIndex].name;
    return key.isEmpty() ? tr("%1: %2").arg(name, percent)
                         : tr("%1: %2, key %3").arg(name, percent, key);
}

int ClassModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ClassModel::data(const QModelIndex& index, int role) const {
    const Row& row = rows_[index.row()];
    return row.classIndex < 0 ? headingData(row, role) : classData(row, role);
}

QVariant ClassModel::classData(const Row& row, int role) const {
    const PaletteClass& shown = palette_.classes()[row.classIndex];
    switch (role) {
        case Qt::DisplayRole:
            return shown.name;
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return describe(row);
        case ClassRole:
            return row.classIndex;
        case ColourRole:
            return shown.color;
        case KeyRole:
            return keyOf(row.classIndex);
        case ShareRole:
            return shareOf(row);
        case BarRole:
            return largest_ == 0 ? 0.0 : shareOf(row) * static_cast<double>(pixels_) / largest_;
        case ChosenRole:
            return row.classIndex == chosen_;
        default:
            return {};
    }
}

QVariant ClassModel::headingData(const Row& row, int role) const {
    const bool folded = words_.isEmpty() && folded_.contains(row.group);
    switch (role) {
        case Qt::DisplayRole:
            return row.group.isEmpty() ? tr("other") : row.group;
        case Qt::ToolTipRole:
            return folded ? tr("Unfold this group") : tr("Fold this group");
        case Qt::AccessibleTextRole:
            return folded ? tr("%1, folded").arg(row.group) : row.group;
        case ClassRole:
            return -1;
        case FoldedRole:
            return folded;
        default:
            return {};
    }
}

}  // namespace tessera::ui
