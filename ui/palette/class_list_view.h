// The class list as a view: chooses by click and arrow keys, folds groups.
#pragma once

#include <QListView>

namespace tessera::ui {

class ClassModel;

class ClassListView : public QListView {
    Q_OBJECT

public:
    explicit ClassListView(ClassModel* model, QWidget* parent = nullptr);

    /// Moves the cursor of the keyboard to a class and scrolls it into view.
    void showClass(int classIndex);

Q_SIGNALS:
    void classPicked(int classIndex);
    void menuWanted(int classIndex, const QPoint& globalPosition);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void pick(const QModelIndex& index);
    bool foldByKey(int key);

    ClassModel* classes_;
    bool quiet_ = false;  // the cursor moves by itself, nobody picks
};

}  // namespace tessera::ui
