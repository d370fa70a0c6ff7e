// Pictures of one height side by side, as high as there is room for.
#pragma once

#include <QImage>
#include <QList>
#include <QStringList>
#include <QWidget>

class QLabel;

namespace tessera::ui {

class PhotoView;

class PictureRow : public QWidget {
    Q_OBJECT

public:
    explicit PictureRow(QWidget* parent = nullptr);

    /// A picture that is null keeps its neighbour's shape. Captions stand below, where there are
    /// some; they name the pictures for screen readers, too.
    void setPictures(const QList<QImage>& pictures, const QStringList& captions);

    /// A line over the last picture; see PhotoView::setProblem().
    void setProblem(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();

    QList<PhotoView*> views_;
    QList<QLabel*> captions_;
    bool captioned_ = false;
};

}  // namespace tessera::ui
