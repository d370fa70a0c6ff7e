// A painting's history as rows, newest first.
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QStringList>

namespace tessera {
class Painting;
}

namespace tessera::ui {

class HistoryModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        PositionRole = Qt::UserRole,  ///< int: of the state, as Painting::goTo() takes it
        CurrentRole,                  ///< bool: the painting is in this state
        UndoneRole                    ///< bool: this state can be reached by redo
    };

    using QAbstractListModel::QAbstractListModel;

    void setPainting(Painting* painting);
    QModelIndex currentState() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void moved();  ///< currentState() is another one, maybe of other rows

private:
    void update();

    QPointer<Painting> painting_;
    QStringList names_;  // oldest first
    int position_ = 0;
};

}  // namespace tessera::ui
