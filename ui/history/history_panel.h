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
class SectionHeader;

class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPanel(QWidget* parent = nullptr);

    void setPainting(Painting* painting);

    /// It heads the panel until it is made a dock's title bar.
    SectionHeader* header() const { return header_; }

private:
    void goTo(const QModelIndex& index);
    void showCurrent();

    QPointer<Painting> painting_;
    SectionHeader* header_;
    HistoryModel* model_;
    QListView* list_;
    bool following_ = false;  // the list goes where the painting is, not the other way round
};

}  // namespace tessera::ui
