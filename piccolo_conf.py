"""Where Piccolo finds the engine and the apps."""

from piccolo.conf.apps import AppRegistry

from events_app import db

DB = db.make_engine()
APP_REGISTRY = AppRegistry(apps=["events_app.piccolo_app"])
