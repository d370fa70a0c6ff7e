// The strokes so far, newest first; a click goes there.
#pragma once

#include <QPointer>
#include <QWidget>

class QListView;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class HistoryModel;

class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPanel(QWidget* parent = nullptr);

    void setPainting(Painting* painting);

private:
    QPointer<Painting> painting_;
    HistoryModel* model_ = nullptr;
    QListView* list_ = nullptr;
};

}  // namespace tessera::ui
