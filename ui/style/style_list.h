// The styles as small photos, two in a row.
#pragma once

#include <QListView>

namespace tessera::ui {

class StyleModel;

/// A click uses a style, the pin in its corner keeps it; the menu names and removes it.
class StyleList : public QListView {
    Q_OBJECT

public:
    explicit StyleList(StyleModel* model, QWidget* parent = nullptr);

    QSize sizeHint() const override;

Q_SIGNALS:
    void picked(int row);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void toggleKept(const QModelIndex& index);
    void fitCells();

    StyleModel* styles_;
};

}  // namespace tessera::ui
