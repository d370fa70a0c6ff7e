// The rows of the class list: classes and, in long palettes, the headings of their groups.
#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>
#include <vector>

#include "core/palette/palette.h"

namespace tessera::ui {

/// Long palettes with groups have a heading row before each group, in the order in which the groups
/// first occur; folding hides a group's classes. A filter hides the classes that lack one of its
/// words, and unfolds what is left.
class ClassModel : public QAbstractListModel {
    Q_OBJECT

public:
    /// Palettes up to this many classes are one plain list.
    static constexpr int kLongestPlain = 24;

    enum Role {
        ClassRole = Qt::UserRole,  ///< int: class index, -1 for a heading
        ColourRole,                ///< QColor
        KeyRole,                   ///< QString: "1" to "9", "0", or empty
        ShareRole,                 ///< double: of the picture, 0 to 1
        BarRole,                   ///< double: length of the bar, 0 to 1
        ChosenRole,                ///< bool: tools paint with it
        FoldedRole                 ///< bool, of a heading
    };

    using QAbstractListModel::QAbstractListModel;

    /// Another palette: no shares yet, no filter, all unfolded, the first class chosen.
    void setPalette(const Palette& palette);
    const Palette& palette() const { return palette_; }

    /// Pixels of each class, and of the whole picture.
    void setAreas(std::vector<qint64> areas, qint64 pixels);

    void setFilter(const QString& text);
    void setChosen(int classIndex);
    int chosen() const { return chosen_; }

    bool isHeading(const QModelIndex& index) const;
    void setFolded(const QModelIndex& heading, bool folded);
    void toggleFolded(const QModelIndex& heading);

    /// The row that shows a class; invalid while it is filtered out or folded away.
    QModelIndex indexOfClass(int classIndex) const;
    /// The first class shown, or -1.
    int firstClass() const;

    /// Key of a class (1 to 9, 0 for the tenth), or an empty text.
    static QString keyOf(int classIndex);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        int classIndex;  // -1: the heading of `group`
        QString group;
    };

    void rebuild();
    void appendGroup(const QString& group);
    bool matches(int classIndex) const;
    double shareOf(const Row& row) const;
    QString describe(const Row& row) const;
    QVariant classData(const Row& row, int role) const;
    QVariant headingData(const Row& row, int role) const;

    Palette palette_;
    QStringList groups_;  // empty: a plain list
    QSet<QString> folded_;
    QStringList words_;  // of the filter
    std::vector<Row> rows_;
    std::vector<qint64> areas_;
    qint64 pixels_ = 0;
    qint64 largest_ = 0;
    int chosen_ = 0;
};

}  // namespace tessera::ui
