// The styles at hand for the open painting: those that are kept, then the recent ones.
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <vector>

#include "core/document/painting_data.h"

namespace tessera::ui {

/// Do two styles give the same photo? Their names don't matter.
bool sameLook(const Style& a, const Style& b);

class StyleModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int kRecent = 6;  ///< styles that are remembered without being kept

    enum Role {
        ThumbnailRole = Qt::UserRole,  ///< QImage; null until it was drawn
        KeptRole,                      ///< bool
        CurrentRole,                   ///< bool: the painting's style
        UsableRole                     ///< bool: made for a model like the one in use
    };

    using QAbstractListModel::QAbstractListModel;

    /// Another painting: forgets the recent styles. `modelName` says whose kept ones to show;
    /// they outlast the program.
    void reset(const QString& modelName);

    /// Length of the style vectors that the model in use takes; 0: it has no style.
    void setStyleLength(int length);

    /// The painting's style: the newest of the recent ones, unless it is in the list.
    void setCurrent(const Style& style);
    /// A name that no style of the list has: "Style 3".
    QString nextName();

    const Style& style(int row) const { return entries_[row].style; }
    int indexOf(const Style& style) const;  ///< row, or -1
    void setKept(int row, bool kept);
    void remove(int row);
    void setThumbnail(const Style& style, const QImage& thumbnail);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Entry {
        Style style;
        bool kept = false;
        QImage thumbnail;
    };

    bool isUsable(const Style& style) const;
    int keptCount() const;
    void moveTo(int from, int to);
    void forgetOldest();
    void store() const;

    std::vector<Entry> entries_;  // kept ones first, then recent ones, newest first
    Style current_;
    QString modelName_;
    int styleLength_ = 0;
    int named_ = 0;
};

}  // namespace tessera::ui
