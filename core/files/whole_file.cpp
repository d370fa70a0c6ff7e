#include "core/files/whole_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <stdexcept>

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(WholeFile)
};

}  // namespace

void fail(const QString& file, const QString& reason) {
    throw std::runtime_error((file + QStringLiteral(": ") + reason).simplified().toStdString());
}

QByteArray readWhole(const QString& file) {
    const QFileInfo info(file);
    if (!info.exists()) {
        fail(file, Text::tr("there is no such file"));
    }
    if (info.isDir()) {
        fail(file, Text::tr("this is a folder"));
    }
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly)) {
        fail(file, Text::tr("cannot be read: %1").arg(device.errorString()));
    }
    const QByteArray bytes = device.readAll();
    if (device.error() != QFileDevice::NoError) {
        fail(file, Text::tr("cannot be read: %1").arg(device.errorString()));
    }
    if (bytes.isEmpty()) {
        fail(file, Text::tr("the file is empty"));
    }
    return bytes;
}

QByteArray readIfThere(const QString& file) {
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

void writeWhole(const QString& file, const QByteArray& bytes) {
    writeWhole(file, [&](QIODevice& device) {
        return device.write(bytes) == bytes.size() ? QString() : device.errorString();
    });
}

void writeWhole(const QString& file, const std::function<QString(QIODevice&)>& write) {
    const QString folder = QFileInfo(file).path();
    if (!QFileInfo(folder).isDir()) {
        fail(file, Text::tr("cannot be written: there is no folder %1").arg(folder));
    }
    QSaveFile device(file);
    if (!device.open(QIODevice::WriteOnly)) {
        fail(file, Text::tr("cannot be written: %1").arg(device.errorString()));
    }
    const QString problem = write(device);
    if (device.error() != QFileDevice::NoError) {  // a full disk says more than the encoder does
        fail(file, Text::tr("cannot be written: %1").arg(device.errorString()));
    }
    if (!problem.isEmpty()) {
        fail(file, problem);
    }
    if (!device.commit()) {
        fail(file, Text::tr("cannot be written: %1").arg(device.errorString()));
    }
}

}  // namespace tessera
