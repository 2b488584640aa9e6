import { createApp } from './app';
import { extensions } from './extensions';
import { readImageVersions } from './image-versions';
import { service } from './service';

createApp({ service, imageVersions: readImageVersions(service), extensions });
